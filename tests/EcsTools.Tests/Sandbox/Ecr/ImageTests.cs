using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Registry;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecr;

public sealed class ImageTests(RegistryFixture sandbox) : IClassFixture<RegistryFixture>
{
    [SkippableFact]
    public async Task What_was_pushed_is_described()
    {
        var name = await sandbox.NewRepositoryAsync();
        var (manifest, digest) = await sandbox.Client.PushImageAsync(name, "1.0", 1000, 500);
        await PutAsync(name, manifest, "latest");
        var described = await sandbox.Aws.JsonAsync("ecr", "describe-images", "--repository-name", name, "--image-ids", "imageTag=latest");
        var detail = Assert.Single(described["imageDetails"]!.AsArray())!;

        Assert.Equal(digest, (string?)detail["imageDigest"]);
        Assert.Equal("""["1.0","latest"]""", detail["imageTags"]!.ToJsonString());
        Assert.Equal(1500 + (int)JsonNode.Parse(manifest)!["config"]!["size"]!, (int)detail["imageSizeInBytes"]!);
        Assert.Equal(RegistryClient.DockerManifest, (string?)detail["imageManifestMediaType"]);
        Assert.Equal("application/vnd.docker.container.image.v1+json", (string?)detail["artifactMediaType"]);
        Assert.Null(detail["lastRecordedPullTime"]);

        await sandbox.Client.SendAsync("GET", $"/v2/{name}/manifests/1.0");
        described = await sandbox.Aws.JsonAsync("ecr", "describe-images", "--repository-name", name);
        Assert.NotNull(described["imageDetails"]![0]!["lastRecordedPullTime"]);
    }

    [SkippableFact]
    public async Task Images_are_filtered_by_having_a_tag()
    {
        var name = await sandbox.NewRepositoryAsync();
        var (_, old) = await sandbox.Client.PushImageAsync(name, "1", 10);
        var (_, current) = await sandbox.Client.PushImageAsync(name, "1", 10);

        Assert.Equal([current], await ListAsync("tagStatus=TAGGED"));
        Assert.Equal([old], await ListAsync("tagStatus=UNTAGGED"));
        Assert.Equal(2, (await ListAsync("tagStatus=ANY")).Count);

        async Task<List<string>> ListAsync(string filter)
        {
            var listed = await sandbox.Aws.JsonAsync("ecr", "list-images", "--repository-name", name, "--filter", filter);
            return listed["imageIds"]!.AsArray().Select(id => (string)id!["imageDigest"]!).ToList();
        }
    }

    [SkippableFact]
    public async Task Images_come_in_pages()
    {
        var name = await sandbox.NewRepositoryAsync();
        for (var i = 0; i < 5; i++)
        {
            await sandbox.Client.PushImageAsync(name, $"v{i}", 10);
        }

        var described = await sandbox.Aws.JsonAsync("ecr", "describe-images", "--repository-name", name, "--page-size", "2");
        var first = await sandbox.CallAsync("ListImages", new JsonObject { ["repositoryName"] = name, ["maxResults"] = 3 });

        Assert.Equal(5, described["imageDetails"]!.AsArray().Count);
        Assert.Equal(3, first["imageIds"]!.AsArray().Count);
        Assert.NotNull(first["nextToken"]);
    }

    [SkippableFact]
    public async Task An_image_that_is_not_there_is_named()
    {
        var name = await sandbox.NewRepositoryAsync();

        Assert.Contains(
            $"(ImageNotFoundException) when calling the DescribeImages operation: The image with imageId {{imageDigest:'null', imageTag:'nope'}} does not exist within the repository with name '{name}' in the registry with id '000000000000'",
            await sandbox.Aws.ErrorAsync("ecr", "describe-images", "--repository-name", name, "--image-ids", "imageTag=nope"),
            StringComparison.Ordinal);
        Assert.Contains(
            "(ImageNotFoundException)",
            await sandbox.Aws.ErrorAsync("ecr", "describe-image-scan-findings", "--repository-name", name, "--image-id", "imageTag=nope"),
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task No_image_has_been_scanned()
    {
        var name = await sandbox.NewRepositoryAsync();
        await sandbox.Client.PushImageAsync(name, "1", 10);

        Assert.Contains(
            "(ScanNotFoundException)",
            await sandbox.Aws.ErrorAsync("ecr", "describe-image-scan-findings", "--repository-name", name, "--image-id", "imageTag=1"),
            StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task BatchGetImage_gives_manifests_and_says_what_it_did_not_find()
    {
        var name = await sandbox.NewRepositoryAsync();
        var (manifest, digest) = await sandbox.Client.PushImageAsync(name, "1", 10);
        var got = await sandbox.Aws.JsonAsync("ecr", "batch-get-image", "--repository-name", name, "--image-ids", "imageTag=1", "imageTag=2", $"imageDigest={digest}");

        Assert.Equal(2, got["images"]!.AsArray().Count);
        Assert.Equal(Encoding.UTF8.GetString(manifest), (string?)got["images"]![0]!["imageManifest"]);
        Assert.Equal("1", (string?)got["images"]![0]!["imageId"]!["imageTag"]);
        Assert.Equal(
            """[{"imageId":{"imageTag":"2"},"failureCode":"ImageNotFound","failureReason":"Requested image not found"}]""", got["failures"]!.ToJsonString());
    }

    [SkippableFact]
    public async Task BatchDeleteImage_deletes_and_says_what_it_did_not()
    {
        var name = await sandbox.NewRepositoryAsync();
        var (manifest, digest) = await sandbox.Client.PushImageAsync(name, "1", 10);
        await PutAsync(name, manifest, "2");
        var (_, other) = await sandbox.Client.PushImageAsync(name, "3", 10);
        var result = await sandbox.Aws.JsonAsync(
            "ecr", "batch-delete-image", "--repository-name", name, "--image-ids", "imageTag=1", $"imageTag=2,imageDigest={other}", "imageTag=9", $"imageDigest={other}");
        var left = await sandbox.CallAsync("ListImages", new JsonObject { ["repositoryName"] = name });

        Assert.Equal(
            new[] { $"{digest} 1", $"{other} 3" }.Order(),
            result["imageIds"]!.AsArray().Select(id => $"{id!["imageDigest"]} {id["imageTag"]}").Order());
        Assert.Equal(
            ["ImageNotFound", "ImageTagDoesNotMatchDigest"], result["failures"]!.AsArray().Select(failure => (string)failure!["failureCode"]!).Order());
        Assert.Equal($"{digest} 2", left["imageIds"]!.AsArray().Select(id => $"{id!["imageDigest"]} {id["imageTag"]}").Single());
    }

    [Fact]
    public async Task An_index_and_its_images_can_be_deleted_in_one_call()
    {
        var name = await sandbox.NewRepositoryAsync();
        var (manifest, digest) = await sandbox.Client.PushImageAsync(name, "amd64", 10);
        var index = $$"""{"schemaVersion":2,"mediaType":"{{RegistryClient.OciIndex}}","manifests":[{"mediaType":"{{RegistryClient.DockerManifest}}","digest":"{{digest}}","size":{{manifest.Length}}}]}""";
        await PutAsync(name, Encoding.UTF8.GetBytes(index), "all");
        var described = await sandbox.CallAsync("DescribeImages", new JsonObject { ["repositoryName"] = name });
        var alone = await DeleteAsync(name, new JsonObject { ["imageDigest"] = digest });
        var both = await DeleteAsync(name, new JsonObject { ["imageDigest"] = digest }, new JsonObject { ["imageTag"] = "all" });

        var sizes = described["imageDetails"]!.AsArray().Select(detail => (long)detail!["imageSizeInBytes"]!).Distinct();
        Assert.Single(sizes);
        Assert.Equal("ImageReferencedByManifestList", (string?)alone["failures"]![0]!["failureCode"]);
        Assert.Empty(both["failures"]!.AsArray());
        Assert.Equal(2, both["imageIds"]!.AsArray().Count);
    }

    [SkippableFact]
    public async Task PutImage_tags_an_image_that_is_there_once()
    {
        using var folder = new TemporaryFolder();
        var name = await sandbox.NewRepositoryAsync(with: input => input["imageTagMutability"] = "IMMUTABLE");
        var (manifest, digest) = await sandbox.Client.PushImageAsync(name, "1", 10);
        var file = folder.Write("manifest.json", Encoding.UTF8.GetString(manifest));
        string[] put = ["ecr", "put-image", "--repository-name", name, "--image-tag", "2", "--image-manifest", $"file://{file}"];
        var image = (await sandbox.Aws.JsonAsync(put))["image"]!;

        Assert.Equal((digest, "2"), ((string)image["imageId"]!["imageDigest"]!, (string)image["imageId"]!["imageTag"]!));
        Assert.Contains(
            $"(ImageAlreadyExistsException) when calling the PutImage operation: Image with digest '{digest}' and tag '2' already exists in the repository with name '{name}' in registry with id '000000000000'",
            await sandbox.Aws.ErrorAsync(put),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutImage_refuses_what_does_not_fit()
    {
        var name = await sandbox.NewRepositoryAsync(with: input => input["imageTagMutability"] = "IMMUTABLE");
        var (manifest, _) = await sandbox.Client.PushImageAsync(name, "1", 10);
        var (other, _) = await sandbox.Client.PushImageAsync(name, "2", 10);
        var missing = RegistryClient.Manifest(RegistryClient.DigestOf([5]), 1, []);
        var index = $$"""{"schemaVersion":2,"mediaType":"{{RegistryClient.OciIndex}}","manifests":[{"digest":"{{RegistryClient.DigestOf([6])}}","size":1}]}""";

        await sandbox.RefusesAsync("ImageTagAlreadyExistsException", "PutImage", Input(other, ("imageTag", "1")));
        await sandbox.RefusesAsync("ImageDigestDoesNotMatchException", "PutImage", Input(manifest, ("imageDigest", RegistryClient.DigestOf([1]))));
        await sandbox.RefusesAsync("LayersNotFoundException", "PutImage", Input(missing));
        await sandbox.RefusesAsync("ReferencedImagesNotFoundException", "PutImage", Input(Encoding.UTF8.GetBytes(index)));
        await sandbox.RefusesAsync("InvalidParameterException", "PutImage", Input(Encoding.UTF8.GetBytes("""{"schemaVersion":2,"config":{},"layers":[]}""")));
        await sandbox.RefusesAsync("InvalidParameterException", "PutImage", Input(manifest, ("imageTag", "no spaces")));

        JsonObject Input(byte[] content, params (string Name, string Value)[] more)
        {
            var input = new JsonObject { ["repositoryName"] = name, ["imageManifest"] = Encoding.UTF8.GetString(content) };
            foreach (var (key, value) in more)
            {
                input[key] = value;
            }

            return input;
        }
    }

    private Task PutAsync(string name, byte[] manifest, string tag)
        => sandbox.CallAsync("PutImage", new JsonObject { ["repositoryName"] = name, ["imageManifest"] = Encoding.UTF8.GetString(manifest), ["imageTag"] = tag });

    private Task<JsonObject> DeleteAsync(string name, params JsonObject[] ids)
        => sandbox.CallAsync("BatchDeleteImage", new JsonObject { ["repositoryName"] = name, ["imageIds"] = new JsonArray(ids) });
}
