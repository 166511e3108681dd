using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

/// <summary>skopeo, which shares nothing with this code, as the client.</summary>
public sealed class SkopeoTests(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    [SkippableTheory]
    [InlineData("oci")]
    [InlineData("dir")]
    [InlineData("docker-archive")]
    public async Task An_image_goes_up_and_comes_down_again_the_same(string transport)
    {
        using var folder = new TemporaryFolder();
        var repository = await registry.NewRepositoryAsync();
        var source = await ImageAsync(folder, transport);
        var pushed = Place(repository, "1.0");
        await registry.SkopeoOrFailAsync("copy", source, pushed);
        var down = $"dir:{folder.File("down")}";
        await registry.SkopeoOrFailAsync("copy", pushed, down);

        // skopeo checks every digest; the manifest it got must be the one that is served.
        var manifest = await File.ReadAllBytesAsync(Path.Combine(folder.File("down"), "manifest.json"));
        using var served = await registry.Client.SendAsync("GET", $"/v2/{repository}/manifests/1.0");
        Assert.Equal(await served.Content.ReadAsByteArrayAsync(), manifest);
    }

    [SkippableFact]
    public async Task Inspect_list_tags_and_delete_work()
    {
        using var folder = new TemporaryFolder();
        var repository = await registry.NewRepositoryAsync();
        var source = await ImageAsync(folder, "oci");
        await registry.SkopeoOrFailAsync("copy", source, Place(repository, "a"));
        await registry.SkopeoOrFailAsync("copy", source, Place(repository, "b"));
        var inspected = JsonNode.Parse(await registry.SkopeoOrFailAsync("inspect", Place(repository, "a")))!;
        var tags = JsonNode.Parse(await registry.SkopeoOrFailAsync("list-tags", $"docker://{registry.Server.RegistryUri}/{repository}"))!;

        Assert.Equal("amd64", (string?)inspected["Architecture"]);
        Assert.Equal("""["a","b"]""", tags["Tags"]!.ToJsonString());

        // skopeo deletes by digest: both tags go.
        await registry.SkopeoOrFailAsync("delete", Place(repository, "a"));
        var gone = await registry.SkopeoAsync("inspect", Place(repository, "b"));
        Assert.Contains("manifest unknown", gone.Error, System.StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_copy_inside_the_registry_mounts_its_layers_or_sends_them()
    {
        using var folder = new TemporaryFolder();
        var from = await registry.NewRepositoryAsync();
        var to = await registry.NewRepositoryAsync();
        await registry.SkopeoOrFailAsync("copy", await ImageAsync(folder, "oci"), Place(from, "1"));
        await registry.CallAsync("PutAccountSetting", new JsonObject { ["name"] = "BLOB_MOUNTING", ["value"] = "ENABLED" });
        await registry.SkopeoOrFailAsync("copy", Place(from, "1"), Place(to, "1"));
        await registry.SkopeoOrFailAsync("inspect", Place(to, "1"));
    }

    private string Place(string repository, string tag) => $"docker://{registry.Server.RegistryUri}/{repository}:{tag}";

    /// <summary>An image of two layers, made without any engine, as <paramref name="transport"/> has it.</summary>
    private static async Task<string> ImageAsync(TemporaryFolder folder, string transport)
    {
        Tool.Require("skopeo");
        var layout = OciLayout.Write(folder.File("layout"));
        if (transport == "oci")
        {
            return layout;
        }

        var place = transport == "dir" ? $"dir:{folder.File("image")}" : $"docker-archive:{folder.File("image.tar")}:made:1";
        await Tool.RunOrFailAsync("skopeo", "copy", layout, place);
        return transport == "dir" ? place : $"docker-archive:{folder.File("image.tar")}";
    }
}
