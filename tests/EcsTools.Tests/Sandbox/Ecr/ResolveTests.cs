using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Registry;
using EcsTools.Tests.Sandbox.Registry;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecr;

/// <summary>What a task asks before it pulls.</summary>
public sealed class ResolveTests(RegistryFixture sandbox) : IClassFixture<RegistryFixture>
{
    [Fact]
    public async Task An_image_is_found_by_tag_by_digest_and_under_its_AWS_name()
    {
        var name = await sandbox.NewRepositoryAsync("a/b");
        var (_, digest) = await sandbox.Client.PushImageAsync(name, "latest", 10);
        foreach (var reference in new[]
        {
            $"{sandbox.Server.RegistryUri}/{name}",
            $"{sandbox.Server.RegistryUri}/{name}:latest",
            $"{sandbox.Server.RegistryUri}/{name}@{digest}",
            $"{sandbox.Server.RegistryUri}/{name}:whatever@{digest}",
            $"000000000000.dkr.ecr.us-east-1.amazonaws.com/{name}:latest",
        })
        {
            var image = sandbox.Ecr.ResolveImage(reference);

            Assert.Equal((ImageResolutionStatus.Found, digest), (image.Status, image.Digest));
            Assert.Equal(["linux/amd64"], image.Platforms);
        }
    }

    [Fact]
    public async Task An_index_offers_the_platforms_of_its_images()
    {
        var name = await sandbox.NewRepositoryAsync();
        var (manifest, digest) = await sandbox.Client.PushImageAsync(name, "one", 10);
        var platforms = new[]
        {
            new JsonObject { ["os"] = "linux", ["architecture"] = "amd64" },
            new JsonObject { ["os"] = "linux", ["architecture"] = "arm64", ["variant"] = "v8" },
            new JsonObject { ["os"] = "unknown", ["architecture"] = "unknown" },
        };
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = RegistryClient.OciIndex,
            ["manifests"] = new JsonArray(platforms
                .Select(platform => (JsonNode)new JsonObject { ["digest"] = digest, ["size"] = manifest.Length, ["platform"] = platform })
                .ToArray()),
        };
        await sandbox.Client.SendAsync("PUT", $"/v2/{name}/manifests/all", Encoding.UTF8.GetBytes(index.ToJsonString()), RegistryClient.OciIndex);

        Assert.Equal(["linux/amd64", "linux/arm64/v8"], sandbox.Ecr.ResolveImage($"{sandbox.Server.RegistryUri}/{name}:all").Platforms);
    }

    [Fact]
    public async Task A_missing_tag_comes_with_the_nearest_ones()
    {
        var name = await sandbox.NewRepositoryAsync();
        foreach (var tag in new[] { "1.4.0", "1.3.9", "nightly" })
        {
            await sandbox.Client.PushImageAsync(name, tag, 10);
        }

        var image = sandbox.Ecr.ResolveImage($"{sandbox.Server.RegistryUri}/{name}:1.4.1");

        Assert.Equal(ImageResolutionStatus.ImageMissing, image.Status);
        Assert.Equal("1.4.0", image.Nearest[0]);
    }

    [Fact]
    public void What_is_not_in_the_registry_says_why()
    {
        Assert.Equal(ImageResolutionStatus.RepositoryMissing, sandbox.Ecr.ResolveImage($"{sandbox.Server.RegistryUri}/no/such:1").Status);
        Assert.Equal(ImageResolutionStatus.OtherRegistry, sandbox.Ecr.ResolveImage("busybox").Status);
        Assert.Equal(ImageResolutionStatus.OtherRegistry, sandbox.Ecr.ResolveImage("public.ecr.aws/docker/library/busybox:1").Status);
        Assert.Equal(ImageResolutionStatus.Malformed, sandbox.Ecr.ResolveImage($"{sandbox.Server.RegistryUri}/web@sha256:12").Status);
        Assert.Equal(ImageResolutionStatus.Malformed, sandbox.Ecr.ResolveImage($"{sandbox.Server.RegistryUri}/web:a:b").Status);
    }
}
