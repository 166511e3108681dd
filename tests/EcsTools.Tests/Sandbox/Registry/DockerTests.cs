using System;
using System.IO;
using System.Threading.Tasks;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Registry;

/// <summary>The Docker engine of this machine, which takes a loopback registry without TLS, as the client.</summary>
public sealed class DockerTests(RegistryFixture registry) : IClassFixture<RegistryFixture>
{
    private const string Busybox = "/bin/busybox";

    [SkippableFact]
    public async Task An_image_is_pushed_removed_pulled_and_run()
    {
        await using var docker = await DockerSession.StartAsync(registry);
        using var folder = new TemporaryFolder();
        Skip.IfNot(File.Exists(Busybox), "no static busybox at /bin/busybox");
        File.Copy(Busybox, folder.File("busybox"));
        folder.Write("Dockerfile", $"FROM scratch\nCOPY busybox /bin/busybox\nENV WORD={Guid.NewGuid():N}\nENTRYPOINT [\"/bin/busybox\"]\nCMD [\"env\"]\n");
        var image = $"{registry.Server.RegistryUri}/{await registry.NewRepositoryAsync("docker/run")}:1.0";
        docker.Owns(image);
        await docker.BuildAsync(folder.Path, image);
        await docker.RunAsync("push", "-q", image);
        var pushed = await docker.RunAsync("inspect", "--format", "{{index .RepoDigests 0}}", image);
        await docker.RunAsync("rmi", "-f", image);
        await docker.RunAsync("pull", "-q", image);
        var output = await docker.RunAsync("run", "--rm", image);

        Assert.Contains("WORD=", output, StringComparison.Ordinal);
        var digest = pushed.Trim()[(pushed.IndexOf('@', StringComparison.Ordinal) + 1)..];
        Assert.Equal(digest, registry.Ecr.ResolveImage(image).Digest);
    }

    [SkippableFact]
    public async Task A_second_push_of_the_same_image_sends_no_layer_again()
    {
        await using var docker = await DockerSession.StartAsync(registry);
        using var folder = new TemporaryFolder();
        var repository = await registry.NewRepositoryAsync("docker/twice");
        var image = $"{registry.Server.RegistryUri}/{repository}";
        docker.Owns($"{image}:1", $"{image}:2");
        folder.Write("Dockerfile", $"FROM scratch\nCOPY data /data\n");
        folder.Write("data", Guid.NewGuid().ToString());
        await docker.BuildAsync(folder.Path, $"{image}:1", $"{image}:2");
        await docker.RunAsync("push", $"{image}:1");
        var second = await docker.RunAsync("push", $"{image}:2");

        Assert.Contains("Layer already exists", second, StringComparison.Ordinal);
        Assert.Equal(registry.Ecr.ResolveImage($"{image}:1").Digest, registry.Ecr.ResolveImage($"{image}:2").Digest);
    }

    [SkippableFact]
    public async Task What_the_registry_refuses_docker_tells_its_user()
    {
        await using var docker = await DockerSession.StartAsync(registry);
        using var folder = new TemporaryFolder();
        var fixedTags = $"{registry.Server.RegistryUri}/{await registry.NewRepositoryAsync("docker/fixed", input => input["imageTagMutability"] = "IMMUTABLE")}:1";
        var missing = $"{registry.Server.RegistryUri}/docker/missing:1";
        docker.Owns(fixedTags, missing);
        folder.Write("Dockerfile", "FROM scratch\nCOPY Dockerfile /\n");
        await docker.BuildAsync(folder.Path, fixedTags, missing);
        await docker.RunAsync("push", "-q", fixedTags);

        Assert.Contains("cannot be overwritten because the tag is immutable", await docker.FailAsync("push", fixedTags), StringComparison.Ordinal);
        Assert.Contains("The repository with name 'docker/missing' does not exist", await docker.FailAsync("push", missing), StringComparison.Ordinal);
        Assert.Contains("Requested image not found", await docker.FailAsync("pull", fixedTags + "x"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Docker_login_takes_the_token()
    {
        await using var docker = await DockerSession.StartAsync(registry);

        Assert.Contains("Login Succeeded", await docker.RunAsync("login", "-u", "AWS", "-p", registry.Password, $"http://{registry.Server.RegistryUri}"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Docker_login_refuses_a_wrong_token()
    {
        await using var docker = await DockerSession.StartAsync(registry);

        Assert.Contains("400 Bad Request", await docker.FailAsync("login", "-u", "AWS", "-p", "wrong", registry.Server.RegistryUri), StringComparison.Ordinal);
    }
}
