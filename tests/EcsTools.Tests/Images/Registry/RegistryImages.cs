using System;
using System.IO;
using System.Threading.Tasks;
using EcsTools.Images.Build;
using EcsTools.Images.Oci;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Images.Registry;

/// <summary>Small images for pushes, made by the docker client from scratch: layers with real content, no base image needed.</summary>
internal sealed class RegistryImages : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _name = "ecstools-test-" + Guid.NewGuid().ToString("N")[..12];

    public string Reference => _name + ":v1";

    /// <summary>An image of two layers on the local engine.</summary>
    public static async Task<RegistryImages> BuildAsync()
    {
        await Tool.RequireDockerAsync();
        var images = new RegistryImages();
        var random = new Random(42);
        var bytes = new byte[300_000];
        random.NextBytes(bytes);
        await File.WriteAllBytesAsync(images._folder.File("noise.bin"), bytes);
        images._folder.Write("words.txt", string.Concat(System.Linq.Enumerable.Repeat("the quick brown fox\n", 20_000)) + images._name);
        images._folder.Write("Dockerfile", "FROM scratch\nCOPY noise.bin /noise.bin\nCOPY words.txt /words.txt\nCMD [\"/none\"]\n");
        await Tool.BuildImageAsync(images._folder.Path, [images.Reference]);
        return images;
    }

    /// <summary>The image as <c>docker save</c> writes it.</summary>
    public async Task<string> SaveAsync(TemporaryFolder folder)
    {
        var path = folder.File("image.tar");
        await Tool.RunOrFailAsync("docker", "save", "-o", path, Reference);
        return path;
    }

    /// <summary>The image as an OCI layout, made by skopeo.</summary>
    public async Task<string> SaveAsOciLayoutAsync(TemporaryFolder folder)
    {
        Tool.Require("skopeo");
        var archive = await SaveAsync(folder);
        var layout = folder.File("layout");
        await Tool.RunOrFailAsync("skopeo", "--insecure-policy", "copy", $"docker-archive:{archive}", $"oci:{layout}:v1");
        return layout;
    }

    public async ValueTask DisposeAsync()
    {
        await Tool.RunAsync("docker", new[] { "rmi", "-f", Reference });
        _folder.Dispose();
    }
}
