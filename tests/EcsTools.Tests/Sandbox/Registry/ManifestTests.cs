using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

public sealed class ManifestTests(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private RegistryClient Client => registry.Client;

    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task A_manifest_is_had_by_tag_and_by_digest_with_its_type(string method)
    {
        var repository = await registry.NewRepositoryAsync();
        var (manifest, digest) = await Client.PushImageAsync(repository, "1.0", 100, 200);
        foreach (var reference in new[] { "1.0", digest })
        {
            using var answer = await Client.SendAsync(method, $"/v2/{repository}/manifests/{reference}");

            Assert.Equal(200, (int)answer.StatusCode);
            Assert.Equal(digest, Assert.Single(answer.Headers.GetValues("Docker-Content-Digest")));
            Assert.Equal(RegistryClient.DockerManifest, answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal(manifest.Length, answer.Content.Headers.ContentLength);
            Assert.Equal(method == "GET" ? manifest : [], await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_tag_moves_to_the_image_pushed_last()
    {
        var repository = await registry.NewRepositoryAsync();
        var (_, first) = await Client.PushImageAsync(repository, "latest", 10);
        var (_, second) = await Client.PushImageAsync(repository, "latest", 10);

        Assert.Equal(second, await DigestOfAsync(repository, "latest"));
        Assert.Equal(first, await DigestOfAsync(repository, first));
    }

    [Fact]
    public async Task An_immutable_tag_is_refused_even_for_the_image_that_has_it()
    {
        var repository = await registry.NewRepositoryAsync(with: input => input["imageTagMutability"] = "IMMUTABLE");
        var (manifest, _) = await Client.PushImageAsync(repository, "1", 10);
        using var answer = await PutAsync(repository, "1", manifest);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(
            ("TAG_INVALID", $"The image tag '1' already exists in the '{repository}' repository and cannot be overwritten because the tag is immutable."),
            await RegistryClient.ErrorAsync(answer));
    }

    [Theory]
    [InlineData("IMMUTABLE_WITH_EXCLUSION", "latest", 201)]
    [InlineData("IMMUTABLE_WITH_EXCLUSION", "dev-1", 201)]
    [InlineData("IMMUTABLE_WITH_EXCLUSION", "1.0", 400)]
    [InlineData("MUTABLE_WITH_EXCLUSION", "dev-1", 400)]
    [InlineData("MUTABLE_WITH_EXCLUSION", "1.0", 201)]
    public async Task Exclusion_filters_turn_the_rule_round(string mutability, string tag, int status)
    {
        var repository = await registry.NewRepositoryAsync(with: input =>
        {
            input["imageTagMutability"] = mutability;
            input["imageTagMutabilityExclusionFilters"] = new JsonArray(Filter("latest"), Filter("dev-*"));
        });
        var (manifest, _) = await Client.PushImageAsync(repository, tag, 10);
        using var answer = await PutAsync(repository, tag, manifest);

        Assert.Equal(status, (int)answer.StatusCode);

        static JsonObject Filter(string pattern) => new() { ["filterType"] = "WILDCARD", ["filter"] = pattern };
    }

    [Fact]
    public async Task A_manifest_whose_layers_are_not_there_names_them()
    {
        var repository = await registry.NewRepositoryAsync();
        var missing = RegistryClient.DigestOf([9]);
        using var answer = await PutAsync(repository, "1", RegistryClient.Manifest(missing, 1, []));

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(
            ("MANIFEST_BLOB_UNKNOWN", $"Layers with digests '[{missing}]' required for pushing image into repository with name '{repository}' in the registry with id '000000000000' do not exist"),
            await RegistryClient.ErrorAsync(answer));
    }

    [Fact]
    public async Task Layers_of_another_repository_are_not_there()
    {
        var (manifest, _) = await Client.PushImageAsync(await registry.NewRepositoryAsync(), "1", 10);
        using var answer = await PutAsync(await registry.NewRepositoryAsync(), "1", manifest);

        Assert.Equal("MANIFEST_BLOB_UNKNOWN", (await RegistryClient.ErrorAsync(answer)).Code);
    }

    [Fact]
    public async Task An_index_needs_its_images_first()
    {
        var repository = await registry.NewRepositoryAsync();
        var (manifest, digest) = await Client.PushImageAsync(repository, "amd64", 10);
        using var known = await PutAsync(repository, "all", Index((digest, manifest.Length)), RegistryClient.OciIndex);
        var missing = RegistryClient.DigestOf([7]);
        using var unknown = await PutAsync(repository, "more", Index((digest, manifest.Length), (missing, 5)), RegistryClient.OciIndex);

        Assert.Equal(201, (int)known.StatusCode);
        var (code, message) = await RegistryClient.ErrorAsync(unknown);
        Assert.Equal("MANIFEST_BLOB_UNKNOWN", code);
        Assert.StartsWith($"Images with digests '[{missing}]' required", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", RegistryClient.DockerManifest)]
    [InlineData("[]", RegistryClient.DockerManifest)]
    [InlineData("{\"schemaVersion\":2}", RegistryClient.DockerManifest)]
    [InlineData("{\"schemaVersion\":1,\"config\":{},\"layers\":[]}", RegistryClient.DockerManifest)]
    [InlineData("{\"schemaVersion\":2,\"schemaVersion\":2,\"manifests\":[]}", RegistryClient.OciIndex)]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[{\"digest\":\"x\",\"size\":1}]}", RegistryClient.OciIndex)]
    [InlineData("{\"schemaVersion\":2,\"manifests\":[]}", "application/json")]
    [InlineData("{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\",\"manifests\":[]}", RegistryClient.OciManifest)]
    public async Task What_is_no_manifest_of_its_type_is_unsupported(string manifest, string mediaType)
    {
        var repository = await registry.NewRepositoryAsync();
        using var answer = await PutAsync(repository, "1", Encoding.UTF8.GetBytes(manifest), mediaType);

        Assert.Equal(405, (int)answer.StatusCode);
        var (code, message) = await RegistryClient.ErrorAsync(answer);
        Assert.Equal("UNSUPPORTED", code);
        Assert.StartsWith("Invalid parameter at 'ImageManifest' failed to satisfy constraint", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_has_4_MiB_at_most()
    {
        var repository = await registry.NewRepositoryAsync();
        var config = await Client.PushBlobAsync(repository, RegistryClient.RandomBytes(10));
        using var over = await PutAsync(repository, "1", Padded(config, 4194305));
        using var exact = await PutAsync(repository, "1", Padded(config, 4194304));

        Assert.Equal(405, (int)over.StatusCode);
        Assert.Equal(201, (int)exact.StatusCode);

        static byte[] Padded(string config, int length)
        {
            var manifest = RegistryClient.Manifest(config, 10, []);
            return [.. manifest, .. Enumerable.Repeat((byte)' ', length - manifest.Length)];
        }
    }

    [Fact]
    public async Task A_manifest_put_under_another_digest_is_refused()
    {
        var repository = await registry.NewRepositoryAsync();
        var (manifest, digest) = await Client.PushImageAsync(repository, "1", 10);
        using var wrong = await PutAsync(repository, RegistryClient.DigestOf([1]), manifest);
        using var right = await PutAsync(repository, digest, manifest);

        Assert.Equal(("MANIFEST_INVALID", 400), ((await RegistryClient.ErrorAsync(wrong)).Code, (int)wrong.StatusCode));
        Assert.Equal(201, (int)right.StatusCode);
    }

    [Theory]
    [InlineData(null, 200)]
    [InlineData("*/*", 200)]
    [InlineData("application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json;q=0.9", 200)]
    [InlineData("application/vnd.oci.image.manifest.v1+json", 404)]
    public async Task An_image_of_a_type_the_client_does_not_accept_is_unknown_to_it(string? accept, int status)
    {
        var repository = await registry.NewRepositoryAsync();
        await Client.PushImageAsync(repository, "1", 10);
        using var answer = await Client.SendAsync("GET", $"/v2/{repository}/manifests/1", headers: accept is null ? [] : [("Accept", accept)]);

        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Theory]
    [InlineData("2", "MANIFEST_UNKNOWN")]
    [InlineData("sha256:0000000000000000000000000000000000000000000000000000000000000000", "MANIFEST_UNKNOWN")]
    [InlineData("sha256:12", "DIGEST_INVALID")]
    public async Task An_image_that_is_not_there_is_unknown(string reference, string code)
    {
        var repository = await registry.NewRepositoryAsync();
        using var answer = await Client.SendAsync("GET", $"/v2/{repository}/manifests/{reference}");

        Assert.Equal(code, (await RegistryClient.ErrorAsync(answer)).Code);
    }

    [Fact]
    public async Task Deleting_the_last_tag_deletes_the_image_and_the_layers_only_it_had()
    {
        var repository = await registry.NewRepositoryAsync();
        var (manifest, digest) = await Client.PushImageAsync(repository, "1", 10);
        await PutAsync(repository, "2", manifest);
        var layer = (string)JsonNode.Parse(manifest)!["layers"]![0]!["digest"]!;

        Assert.Equal(202, (int)(await Client.SendAsync("DELETE", $"/v2/{repository}/manifests/1")).StatusCode);
        Assert.Equal(digest, await DigestOfAsync(repository, "2"));
        Assert.Equal(202, (int)(await Client.SendAsync("DELETE", $"/v2/{repository}/manifests/2")).StatusCode);
        Assert.Equal(404, (int)(await Client.SendAsync("HEAD", $"/v2/{repository}/manifests/{digest}")).StatusCode);
        Assert.Equal(404, (int)(await Client.SendAsync("HEAD", $"/v2/{repository}/blobs/{layer}")).StatusCode);
        Assert.False(registry.Ecr.Registry.Store.Exists(layer));
    }

    [Fact]
    public async Task An_image_in_an_index_cannot_be_deleted_before_it()
    {
        var repository = await registry.NewRepositoryAsync();
        var (manifest, digest) = await Client.PushImageAsync(repository, "amd64", 10);
        await PutAsync(repository, "all", Index((digest, manifest.Length)), RegistryClient.OciIndex);
        using var refused = await Client.SendAsync("DELETE", $"/v2/{repository}/manifests/{digest}");
        using var index = await Client.SendAsync("DELETE", $"/v2/{repository}/manifests/all");
        using var image = await Client.SendAsync("DELETE", $"/v2/{repository}/manifests/{digest}");

        Assert.Equal(405, (int)refused.StatusCode);
        Assert.Equal((202, 202), ((int)index.StatusCode, (int)image.StatusCode));
    }

    [Fact]
    public async Task Tags_are_listed_in_pages_with_a_link_to_the_next()
    {
        var repository = await registry.NewRepositoryAsync();
        var (manifest, _) = await Client.PushImageAsync(repository, "b", 10);
        await PutAsync(repository, "c", manifest);
        await PutAsync(repository, "a", manifest);
        using var first = await Client.SendAsync("GET", $"/v2/{repository}/tags/list?n=2");
        var link = Assert.Single(first.Headers.GetValues("Link"));
        using var second = await Client.SendAsync("GET", link[1..link.IndexOf('>', StringComparison.Ordinal)]);

        Assert.Equal($$"""{"name":"{{repository}}","tags":["a","b"]}""", await first.Content.ReadAsStringAsync());
        Assert.Equal($$"""{"name":"{{repository}}","tags":["c"]}""", await second.Content.ReadAsStringAsync());
        Assert.EndsWith("; rel=\"next\"", link, StringComparison.Ordinal);
        Assert.False(second.Headers.Contains("Link"));
    }

    [Fact]
    public async Task A_page_has_1000_names_at_most()
    {
        using var answer = await Client.SendAsync("GET", "/v2/_catalog?n=1001");

        Assert.Equal(405, (int)answer.StatusCode);
        Assert.Equal(
            ("UNSUPPORTED", "Invalid parameter at 'maxResults' failed to satisfy constraint: 'Member must have value less than or equal to 1000'"),
            await RegistryClient.ErrorAsync(answer));
    }

    [Fact]
    public async Task The_catalog_names_the_repositories()
    {
        var repository = await registry.NewRepositoryAsync("aaa-catalog");
        using var answer = await Client.SendAsync("GET", "/v2/_catalog?n=1");

        Assert.Contains(repository, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private Task<System.Net.Http.HttpResponseMessage> PutAsync(
        string repository, string reference, byte[] manifest, string mediaType = RegistryClient.DockerManifest)
        => Client.SendAsync("PUT", $"/v2/{repository}/manifests/{reference}", manifest, mediaType);

    private async Task<string> DigestOfAsync(string repository, string reference)
        => Assert.Single((await Client.SendAsync("HEAD", $"/v2/{repository}/manifests/{reference}")).Headers.GetValues("Docker-Content-Digest"));

    private static byte[] Index(params (string Digest, int Size)[] images) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["schemaVersion"] = 2,
        ["mediaType"] = RegistryClient.OciIndex,
        ["manifests"] = new JsonArray(images.Select(image => (JsonNode)Descriptor(RegistryClient.DockerManifest, image.Digest, image.Size)).ToArray()),
    }.ToJsonString());

    private static JsonObject Descriptor(string mediaType, string digest, int size)
        => new() { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = size };
}
