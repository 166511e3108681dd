using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Failures;
using EcsTools.Images.Oci;
using EcsTools.Models;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Failures;

/// <summary>Real containers that fail, and whether the failure names what was done to them.</summary>
public sealed class ContainerFailureTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_program_that_fails_is_told_with_its_exit_code_and_last_line()
    {
        var failure = await FailAsync("echo starting; echo no database; exit 1");

        Assert.Equal(FargateFailureKind.ExitCode, failure.Kind);
        Assert.Equal("Container 'main' ended with exit code 1: no database", failure.Cause);
        Assert.Equal(["starting", "no database"], failure.LogLines);
        Assert.Equal(1, failure.ExitCode);
        Assert.Equal("Docker", failure.Runtime);
        Assert.NotNull(failure.Duration);
    }

    [SkippableFact]
    public async Task A_command_that_is_not_there_is_told()
    {
        var failure = await FailAsync("no-such-program --serve");

        Assert.Equal((FargateFailureKind.CommandNotFound, 127), (failure.Kind, failure.ExitCode));
        Assert.Contains("no-such-program", failure.Cause);
    }

    [SkippableFact]
    public async Task Too_much_memory_is_told_with_the_limit()
    {
        sandbox.Require();
        var limited = await Tool.RunOrFailAsync("docker", "info", "--format", "{{.MemoryLimit}}");
        Skip.If(limited.Trim() != "true", "this engine cannot limit memory");
        var failure = await FailAsync("x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done", new JsonObject { ["memory"] = 16 });

        Assert.Equal((FargateFailureKind.OutOfMemory, 137), (failure.Kind, failure.ExitCode));
        Assert.Contains("16 MiB of its own", failure.Cause);
        Assert.Contains("-ContainerMemory 32", failure.Fix);
    }

    [SkippableFact]
    public async Task An_entry_point_that_is_not_in_the_image_is_named()
    {
        sandbox.Require();
        var failure = await ExplainAsync(await sandbox.RunContainerAsync(new JsonObject { ["entryPoint"] = new JsonArray("/start.sh") }));

        Assert.Equal(FargateFailureKind.CannotStart, failure.Kind);
        Assert.Equal("Container 'main' cannot be started: its image has no program '/start.sh'.", failure.Cause);
    }

    [SkippableFact]
    public async Task An_image_for_another_platform_is_told_with_both_platforms()
    {
        sandbox.Require();
        var uri = (await sandbox.PushAsync("1")).Uri;
        var definition = DockerSandbox.Definition(container: new JsonObject { ["image"] = uri });
        var other = (await Tool.RunOrFailAsync("docker", "version", "--format", "{{.Server.Arch}}")).Trim() == "amd64" ? "ARM64" : "X86_64";
        definition["runtimePlatform"] = new JsonObject { ["cpuArchitecture"] = other, ["operatingSystemFamily"] = "LINUX" };
        var failure = await ExplainAsync(await RunAsync(definition));

        var (image, task, architecture) = other == "ARM64" ? ("linux/amd64", "linux/arm64", "X86_64")
            : ("linux/arm64", "linux/amd64", "ARM64");
        Assert.Equal(FargateFailureKind.ImagePlatform, failure.Kind);
        Assert.Equal($"The image {uri} is built for {image}, but the task runs on {task} ({other}).", failure.Cause);
        Assert.Equal([image], failure.ImagePlatforms);
        Assert.Equal(task, failure.TaskPlatform);
        Assert.Contains($"Register-FargateTask -Architecture {architecture}", failure.Fix);
    }

    [SkippableFact]
    public async Task A_missing_tag_names_the_tags_there_are()
    {
        sandbox.Require();
        var uri = (await sandbox.PushAsync("1.2")).Uri;
        var failure = await ExplainAsync(
            await RunAsync(DockerSandbox.Definition(container: new JsonObject { ["image"] = uri.Replace(":1.2", ":1.3") })));

        Assert.Equal(FargateFailureKind.ImageMissing, failure.Kind);
        Assert.EndsWith("has no tag '1.3'.", failure.Cause);
        Assert.Contains("The repository has: 1.2.", failure.Remedy);
        Assert.Contains("-ImageUri " + uri, failure.Fix);
    }

    [SkippableFact]
    public async Task A_registry_that_does_not_answer_is_a_matter_of_the_network()
    {
        sandbox.Require();
        var failure = await ExplainAsync(await sandbox.RunContainerAsync(new JsonObject { ["image"] = "127.0.0.1:1/nowhere:1" }));

        Assert.Equal(FargateFailureKind.NetworkUnreachable, failure.Kind);
        Assert.StartsWith("The task could not reach the registry of 127.0.0.1:1/nowhere:1: subnet-", failure.Cause);
        Assert.Contains("public, through igw-", failure.Network);
    }

    private async Task<FargateFailure> FailAsync(string script, JsonObject? container = null)
    {
        sandbox.Require();
        var group = DockerSandbox.Unique("/ecs/fail");
        await sandbox.Boto.CallAsync("logs", "CreateLogGroup", new JsonObject { ["logGroupName"] = group });
        var named = container ?? [];
        named["image"] = sandbox.Image;
        named["command"] = new JsonArray("sh", "-c", script);
        named["logConfiguration"] = DockerSandbox.Logs(group);
        return await ExplainAsync(await RunAsync(DockerSandbox.Definition(container: named)));
    }

    private async Task<JsonObject> RunAsync(JsonObject definition)
    {
        definition["executionRoleArn"] = await sandbox.RoleAsync();
        return await sandbox.RunAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition));
    }

    private async Task<FargateFailure> ExplainAsync(JsonObject started)
    {
        await sandbox.WaitForStopAsync(started);
        using var connection = new AwsConnection(
            new BasicAWSCredentials(sandbox.Server.AccessKey, sandbox.Server.SecretKey), "us-east-1", sandbox.Server.EndpointUrl,
                SystemClock.Instance);
        var failures = new FargateFailures(connection, new FailureHistory(_folder.Path, SystemClock.Instance));
        return Assert.Single(await failures.GetAsync(new FailureQuery { Tasks = [(string)started["taskArn"]!] }, error
            => throw error, default).ToListAsync());
    }
}
