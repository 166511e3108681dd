using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ec2;
using EcsTools.Sandbox.Services.Ecs;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>Services over a stop and a start of their sandbox, called in process: each start is another server.</summary>
[TakesLong]
public sealed class ServiceRestartTests
{
    private static readonly SandboxPrincipal Caller = new(SandboxCloud.AccountId, "arn:aws:iam::000000000000:root", "", "");

    [Fact]
    public async Task A_service_has_its_tasks_again_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        string before;
        await using (var first = await StartAsync(folder.Path))
        {
            await CallAsync(first, "CreateCluster", new JsonObject { ["clusterName"] = "c" });
            await CallAsync(first, "RegisterTaskDefinition", Ecs.EcsSandbox.Definition("f"));
            await CallAsync(first, "CreateService", Input(first));
            before = await SteadyAsync(first);
        }

        await using var second = await StartAsync(folder.Path);
        var after = await SteadyAsync(second);
        var history = await CallAsync(second, "ListServiceDeployments", new JsonObject { ["cluster"] = "c", ["service"] = "web" });
        var tasks = await CallAsync(second, "ListTasks", new JsonObject { ["cluster"] = "c", ["serviceName"] = "web" });

        Assert.Equal(before, after);
        Assert.Equal("SUCCESSFUL", (string?)Assert.Single(history["serviceDeployments"]!.AsArray())!["status"]);
        Assert.Equal(2, tasks["taskArns"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_deployment_goes_on_where_a_restart_has_found_it()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await StartAsync(folder.Path))
        {
            await CallAsync(first, "CreateCluster", new JsonObject { ["clusterName"] = "c" });
            await CallAsync(first, "RegisterTaskDefinition", Ecs.EcsSandbox.Definition("f"));
            var input = Input(first);
            input["deploymentConfiguration"] = new JsonObject { ["strategy"] = "BLUE_GREEN", ["bakeTimeInMinutes"] = 10 };
            await CallAsync(first, "CreateService", input);
            await SteadyAsync(first);
            await CallAsync(first, "UpdateService", new JsonObject { ["cluster"] = "c", ["service"] = "web", ["forceNewDeployment"] = true });
            await WaitForAsync(first, deployment => (string?)deployment["lifecycleStage"] == "BAKE_TIME");
        }

        await using var second = await StartAsync(folder.Path);
        var kept = await WaitForAsync(second, _ => true);
        var ended = await WaitForAsync(second, deployment => (string?)deployment["status"] == "SUCCESSFUL");
        await SteadyAsync(second);

        Assert.Equal("BAKE_TIME", (string?)kept["lifecycleStage"]);
        Assert.Equal((string?)kept["serviceDeploymentArn"], (string?)ended["serviceDeploymentArn"]);
    }

    [SkippableFact]
    public async Task A_stopped_sandbox_leaves_no_container_of_its_services()
    {
        await Tool.RequireDockerAsync();
        Skip.If(Tool.Find("busybox") is null, "busybox is not installed");
        var image = Ecs.EcsSandbox.Unique("ecstools-test") + ":1";
        // An image of its own content: the same content has the same id, and other tests run it.
        await Engine.DockerSandbox.BuildAsync(image, "ENV MARK=" + image);
        try
        {
            var server = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Docker }, CancellationToken.None);
            string container;
            await using (server)
            {
                await CallAsync(server, "CreateCluster", new JsonObject { ["clusterName"] = "c" });
                await CallAsync(server, "RegisterTaskDefinition", Ecs.EcsSandbox.Definition("f", new JsonObject
                {
                    ["image"] = image,
                    ["command"] = new JsonArray("sleep", "3600"),
                }));
                await CallAsync(server, "CreateService", Input(server));
                await SteadyAsync(server);
                var arns = (await CallAsync(server, "ListTasks", new JsonObject { ["cluster"] = "c" }))["taskArns"]!.DeepClone();
                var task = (await CallAsync(server, "DescribeTasks", new JsonObject { ["cluster"] = "c", ["tasks"] = arns }))["tasks"]![0]!;
                container = (string)task["containers"]![0]!["runtimeId"]!;
                await Tool.RunOrFailAsync("docker", "inspect", container);
            }

            var left = await Tool.RunOrFailAsync("docker", "ps", "--all", "--quiet", "--filter", "ancestor=" + image);
            Assert.Equal("", left.Trim());
            Assert.NotEqual(0, (await Tool.RunAsync("docker", ["inspect", container])).ExitCode);
        }
        finally
        {
            await Tool.RunAsync("docker", ["rmi", "--force", image]);
        }
    }

    private static Task<SandboxServer> StartAsync(string folder) => SandboxServer.StartAsync(
        new SandboxOptions { Runtime = SandboxRuntime.Simulated, TimeScale = 50, DataPath = folder }, CancellationToken.None);

    private static JsonObject Input(SandboxServer server) => new()
    {
        ["cluster"] = "c",
        ["serviceName"] = "web",
        ["taskDefinition"] = "f",
        ["desiredCount"] = 2,
        ["launchType"] = "FARGATE",
        ["networkConfiguration"] = new JsonObject
        {
            ["awsvpcConfiguration"] = new JsonObject { ["subnets"] = new JsonArray(SubnetOf(server)) },
        },
    };

    private static string SubnetOf(SandboxServer server)
    {
        var call = new SandboxCall("DescribeSubnets", [], "", Caller, CancellationToken.None);
        return (string)server.Cloud.Service<Ec2Service>().Operations["DescribeSubnets"](call).Result["Subnets"]![0]!["SubnetId"]!;
    }

    private static Task<JsonObject> CallAsync(SandboxServer server, string operation, JsonObject input)
        => server.Cloud.Service<EcsService>().Operations[operation](new SandboxCall(operation, input, "", Caller, CancellationToken.None));

    /// <summary>The newest service deployment, once it is so.</summary>
    private static async Task<JsonObject> WaitForAsync(SandboxServer server, Func<JsonObject, bool> until)
    {
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            var listed = await CallAsync(server, "ListServiceDeployments", new JsonObject { ["cluster"] = "c", ["service"] = "web" });
            var newest = (string)listed["serviceDeployments"]![0]!["serviceDeploymentArn"]!;
            var now = (await CallAsync(server, "DescribeServiceDeployments", new JsonObject { ["serviceDeploymentArns"] = new JsonArray(newest) }))
                ["serviceDeployments"]![0]!.AsObject();
            if (until(now))
            {
                return now;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException("The deployment never was so.");
    }

    /// <summary>The id of the one deployment, once all its tasks run.</summary>
    private static async Task<string> SteadyAsync(SandboxServer server)
    {
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            var service = (await CallAsync(server, "DescribeServices", new JsonObject { ["cluster"] = "c", ["services"] = new JsonArray("web") }))
                ["services"]![0]!;
            var deployment = service["deployments"]!.AsArray().Single()!;
            if ((int)service["runningCount"]! == 2 && (string?)deployment["rolloutState"] == "COMPLETED")
            {
                return (string)deployment["id"]!;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The service never was steady.");
    }
}
