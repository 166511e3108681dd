using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Registry;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

public sealed class RestartTests
{
    [Fact]
    public async Task Images_settings_and_tokens_survive_a_restart()
    {
        using var folder = new TemporaryFolder();
        byte[] manifest;
        string password;
        await using (var first = await StartAsync(folder.Path))
        {
            await RegistryFixture.CallAsync(first, "CreateRepository", new JsonObject { ["repositoryName"] = "kept", ["imageTagMutability"] = "IMMUTABLE" });
            await RegistryFixture.CallAsync(first, "PutAccountSetting", new JsonObject { ["name"] = "BLOB_MOUNTING", ["value"] = "ENABLED" });
            password = first.Cloud.Service<EcrService>().IssueToken().Password;
            using var client = new RegistryClient(first.RegistryUri, password);
            (manifest, _) = await client.PushImageAsync("kept", "1.0", 100_000);
        }

        await using var second = await StartAsync(folder.Path);
        using var again = new RegistryClient(second.RegistryUri, password);
        using var pulled = await again.SendAsync("GET", "/v2/kept/manifests/1.0");
        var layer = (string)JsonNode.Parse(manifest)!["layers"]![0]!["digest"]!;
        using var blob = await again.SendAsync("GET", $"/v2/kept/blobs/{layer}");
        var setting = await RegistryFixture.CallAsync(second, "GetAccountSetting", new JsonObject { ["name"] = "BLOB_MOUNTING" });
        var repositories = await RegistryFixture.CallAsync(second, "DescribeRepositories", new JsonObject());

        Assert.Equal(manifest, await pulled.Content.ReadAsByteArrayAsync());
        Assert.Equal(layer, RegistryClient.DigestOf(await blob.Content.ReadAsByteArrayAsync()));
        Assert.Equal("ENABLED", (string?)setting["value"]);
        Assert.Equal("IMMUTABLE", (string?)repositories["repositories"]![0]!["imageTagMutability"]);
        Assert.Equal($"{second.RegistryUri}/kept", (string?)repositories["repositories"]![0]!["repositoryUri"]);
    }

    [Fact]
    public async Task A_kill_in_the_middle_of_a_push_leaves_nothing_half_made()
    {
        using var folder = new TemporaryFolder();
        using var atKill = new TemporaryFolder();
        string digest;
        await using (var first = await StartAsync(folder.Path))
        {
            await RegistryFixture.CallAsync(first, "CreateRepository", new JsonObject { ["repositoryName"] = "web" });
            using var client = new RegistryClient(first.RegistryUri, first.Cloud.Service<EcrService>().IssueToken().Password);
            digest = await client.PushBlobAsync("web", RegistryClient.RandomBytes(50_000));
            await client.SendAsync("PATCH", await client.StartUploadAsync("web"), RegistryClient.RandomBytes(60_000));

            // What a kill at this moment would leave on the disk.
            Copy(Path.Combine(folder.Path, "registry"), Path.Combine(atKill.Path, "registry"));
        }

        Assert.Equal(2, Directory.GetFiles(atKill.Path, "*", SearchOption.AllDirectories).Length);

        await using var second = await StartAsync(atKill.Path);

        // The state had not been kept, so that nothing knows the blob either.
        Assert.Empty(Directory.GetFiles(Path.Combine(atKill.Path, "registry"), "*", SearchOption.AllDirectories));
        Assert.False(second.Cloud.Service<EcrService>().Registry.Store.Exists(digest));
    }

    [Fact]
    public async Task An_image_whose_layers_were_lost_is_forgotten_rather_than_served_broken()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await StartAsync(folder.Path))
        {
            await RegistryFixture.CallAsync(first, "CreateRepository", new JsonObject { ["repositoryName"] = "web" });
            using var client = new RegistryClient(first.RegistryUri, first.Cloud.Service<EcrService>().IssueToken().Password);
            await client.PushImageAsync("web", "whole", 100);
            var (manifest, _) = await client.PushImageAsync("web", "broken", 100);
            var layer = (string)JsonNode.Parse(manifest)!["layers"]![0]!["digest"]!;
            File.Delete(Directory.GetFiles(folder.Path, layer["sha256:".Length..], SearchOption.AllDirectories).Single());
        }

        await using var second = await StartAsync(folder.Path);
        var images = await RegistryFixture.CallAsync(second, "ListImages", new JsonObject { ["repositoryName"] = "web" });

        Assert.Equal("whole", (string?)Assert.Single(images["imageIds"]!.AsArray())!["imageTag"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Images_are_found_by_the_names_they_had_before_a_restart(bool portIsTaken)
    {
        using var folder = new TemporaryFolder();
        string image;
        int port;
        await using (var first = await StartAsync(folder.Path))
        {
            await RegistryFixture.CallAsync(first, "CreateRepository", new JsonObject { ["repositoryName"] = "web" });
            using var client = new RegistryClient(first.RegistryUri, first.Cloud.Service<EcrService>().IssueToken().Password);
            await client.PushImageAsync("web", "1", 100);
            (image, port) = ($"{first.RegistryUri}/web:1", first.Port);
        }

        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, port);
        if (portIsTaken)
        {
            other.Start();
        }

        await using var second = await StartAsync(folder.Path);

        Assert.Equal(!portIsTaken, second.Port == port);
        Assert.Equal(ImageResolutionStatus.Found, second.Cloud.Service<EcrService>().ResolveImage(image).Status);
    }

    [Fact]
    public async Task Without_a_data_path_the_images_are_gone_with_the_sandbox()
    {
        var sandbox = await StartAsync(null);
        await RegistryFixture.CallAsync(sandbox, "CreateRepository", new JsonObject { ["repositoryName"] = "web" });
        using var client = new RegistryClient(sandbox.RegistryUri, sandbox.Cloud.Service<EcrService>().IssueToken().Password);
        var digest = await client.PushBlobAsync("web", RegistryClient.RandomBytes(10));
        var store = sandbox.Cloud.Service<EcrService>().Registry.Store;

        Assert.True(store.Exists(digest));
        await sandbox.DisposeAsync();
        Assert.False(store.Exists(digest));
    }

    private static Task<SandboxServer> StartAsync(string? dataPath)
        => SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated, DataPath = dataPath }, CancellationToken.None);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
