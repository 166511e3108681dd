using System;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Protocol;
using EcsTools.Tests.Sandbox.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecr;

public sealed class LayerTests(RegistryFixture sandbox) : IClassFixture<RegistryFixture>
{
    private const int MiB = 1024 * 1024;

    [SkippableFact]
    public async Task A_layer_goes_up_in_parts_and_comes_down_by_its_link()
    {
        using var folder = new TemporaryFolder();
        var name = await sandbox.NewRepositoryAsync();
        var content = RegistryClient.RandomBytes(12 * MiB);
        var digest = RegistryClient.DigestOf(content);
        var started = await sandbox.Aws.JsonAsync("ecr", "initiate-layer-upload", "--repository-name", name);
        var id = (string)started["uploadId"]!;
        var partSize = (int)started["partSize"]!;
        Assert.InRange(partSize, 5 * MiB, 20 * MiB);
        for (var first = 0; first < content.Length; first += partSize)
        {
            var part = content[first..Math.Min(content.Length, first + partSize)];
            System.IO.File.WriteAllBytes(folder.File("part"), part);
            var sent = await sandbox.Aws.JsonAsync(
                "ecr", "upload-layer-part", "--repository-name", name, "--upload-id", id, "--part-first-byte", $"{first}",
                "--part-last-byte", $"{first + part.Length - 1}", "--layer-part-blob", $"fileb://{folder.File("part")}");
            Assert.Equal(first + part.Length - 1, (int)sent["lastByteReceived"]!);
        }

        var completed = await sandbox.Aws.JsonAsync("ecr", "complete-layer-upload", "--repository-name", name, "--upload-id", id, "--layer-digests", digest);
        Assert.Equal(digest, (string?)completed["layerDigest"]);

        Assert.Contains(
            "(LayerInaccessibleException)",
            await sandbox.Aws.ErrorAsync("ecr", "get-download-url-for-layer", "--repository-name", name, "--layer-digest", digest),
            StringComparison.Ordinal);
        var manifest = RegistryClient.Manifest(await sandbox.Client.PushBlobAsync(name, [1, 2]), 2, [(digest, content.Length)]);
        await sandbox.Client.SendAsync("PUT", $"/v2/{name}/manifests/1", manifest, RegistryClient.DockerManifest);
        var link = await sandbox.Aws.JsonAsync("ecr", "get-download-url-for-layer", "--repository-name", name, "--layer-digest", digest);
        using var http = new HttpClient();
        Assert.Equal(content, await http.GetByteArrayAsync(new Uri((string)link["downloadUrl"]!)));
    }

    [Fact]
    public async Task A_link_that_was_changed_gives_nothing()
    {
        var name = await sandbox.NewRepositoryAsync();
        var (manifest, _) = await sandbox.Client.PushImageAsync(name, "1", 10);
        var config = (string)JsonNode.Parse(manifest)!["config"]!["digest"]!;
        var layer = (string)JsonNode.Parse(manifest)!["layers"]![0]!["digest"]!;
        var link = (string)(await sandbox.CallAsync("GetDownloadUrlForLayer", new JsonObject { ["repositoryName"] = name, ["layerDigest"] = layer }))["downloadUrl"]!;
        using var http = new HttpClient();

        Assert.Equal(200, (int)(await http.GetAsync(new Uri(link))).StatusCode);
        Assert.Equal(403, (int)(await http.GetAsync(new Uri(link.Replace(layer, config, StringComparison.Ordinal)))).StatusCode);
        Assert.Equal(403, (int)(await http.GetAsync(new Uri(link.Replace("Expires=", "Expires=9", StringComparison.Ordinal)))).StatusCode);
    }

    [Fact]
    public async Task A_part_must_go_on_where_the_last_one_ended_and_say_its_size_right()
    {
        var name = await sandbox.NewRepositoryAsync();
        var id = await StartAsync(name);
        await PartAsync(name, id, 0, new byte[10]);

        var error = await Assert.ThrowsAsync<AwsError>(() => PartAsync(name, id, 20, new byte[10]));
        Assert.Equal(("InvalidLayerPartException", 9), (error.Code, (long)error.Members!["lastValidByteReceived"]!));
        error = await Assert.ThrowsAsync<AwsError>(() => PartAsync(name, id, 10, new byte[10], last: 30));
        Assert.Equal("InvalidLayerPartException", error.Code);
        error = await Assert.ThrowsAsync<AwsError>(() => PartAsync(name, id, 10, new byte[(10 * MiB) + 1]));
        Assert.Equal("InvalidLayerPartException", error.Code);

        // What was refused has not spoilt the upload.
        await CompleteAsync(name, id, RegistryClient.DigestOf(new byte[10]));
    }

    [Fact]
    public async Task An_upload_that_cannot_be_completed_says_why()
    {
        var name = await sandbox.NewRepositoryAsync();
        var content = RegistryClient.RandomBytes(100);
        var digest = RegistryClient.DigestOf(content);

        Assert.Equal("EmptyUploadException", await FailAsync(await StartAsync(name)));

        var shortFirst = await StartAsync(name);
        await PartAsync(name, shortFirst, 0, content[..50]);
        await PartAsync(name, shortFirst, 50, content[50..]);
        Assert.Equal("LayerPartTooSmallException", await FailAsync(shortFirst));

        var other = await StartAsync(name);
        await PartAsync(name, other, 0, content[..99]);
        Assert.Equal("InvalidLayerException", await FailAsync(other));

        var good = await StartAsync(name);
        await PartAsync(name, good, 0, content);
        await CompleteAsync(name, good, digest);
        Assert.Equal("UploadNotFoundException", await FailAsync(good));

        var again = await StartAsync(name);
        await PartAsync(name, again, 0, content);
        Assert.Equal("LayerAlreadyExistsException", await FailAsync(again));

        async Task<string> FailAsync(string id) => (await Assert.ThrowsAsync<AwsError>(() => CompleteAsync(name, id, digest))).Code;
    }

    [SkippableFact]
    public async Task Layers_are_available_or_not()
    {
        var name = await sandbox.NewRepositoryAsync();
        var (manifest, _) = await sandbox.Client.PushImageAsync(name, "1", 77);
        var layer = (string)JsonNode.Parse(manifest)!["layers"]![0]!["digest"]!;
        var missing = RegistryClient.DigestOf([3]);
        var answer = await sandbox.Aws.JsonAsync("ecr", "batch-check-layer-availability", "--repository-name", name, "--layer-digests", layer, missing, "nonsense");

        Assert.Equal(
            $$"""[{"layerDigest":"{{layer}}","layerAvailability":"AVAILABLE","layerSize":77,"mediaType":"application/vnd.docker.image.rootfs.diff.tar.gzip"},{"layerDigest":"{{missing}}","layerAvailability":"UNAVAILABLE"}]""",
            answer["layers"]!.ToJsonString());
        Assert.Equal(("nonsense", "InvalidLayerDigest"), ((string)answer["failures"]![0]!["layerDigest"]!, (string)answer["failures"]![0]!["failureCode"]!));
    }

    private async Task<string> StartAsync(string name)
        => (string)(await sandbox.CallAsync("InitiateLayerUpload", new JsonObject { ["repositoryName"] = name }))["uploadId"]!;

    private Task<JsonObject> PartAsync(string name, string id, long first, byte[] part, long? last = null) => sandbox.CallAsync("UploadLayerPart", new JsonObject
    {
        ["repositoryName"] = name,
        ["uploadId"] = id,
        ["partFirstByte"] = first,
        ["partLastByte"] = last ?? first + part.Length - 1,
        ["layerPartBlob"] = Convert.ToBase64String(part),
    });

    private Task<JsonObject> CompleteAsync(string name, string id, string digest) => sandbox.CallAsync("CompleteLayerUpload", new JsonObject
    {
        ["repositoryName"] = name,
        ["uploadId"] = id,
        ["layerDigests"] = new JsonArray(digest),
    });
}
