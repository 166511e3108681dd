using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Sandbox.EcsServices;
using EcsTools.Tests.Sandbox.Engine;
using EcsTools.Tests.Support;
using Xunit;
using static EcsTools.Tests.Sandbox.AutoScaling.ScalingCalls;

namespace EcsTools.Tests.Sandbox.AutoScaling;

/// <summary>Counts that follow what real containers use.</summary>
public sealed class ContainerScalingTests(FastDockerSandbox sandbox) : IClassFixture<FastDockerSandbox>
{
    private const string Idle = "while true; do sleep 5; done";

    [SkippableFact]
    public async Task A_service_that_is_busy_gets_more_tasks_and_loses_them_when_it_is_idle()
    {
        sandbox.Require();

        // A target so low that a container is above it also on a machine whose processors others take.
        var service = await ScaledAsync("while [ ! -e /idle ]; do true; done; " + Idle, "ECSServiceAverageCPUUtilization", 10, 2);
        await sandbox.WaitForServiceAsync(service, now => (int)now["runningCount"]! == 2, "of two tasks");
        foreach (var task in await sandbox.TasksAsync(service))
        {
            await Tool.RunOrFailAsync("docker", "exec", (string)task["containers"]![0]!["runtimeId"]!, "touch", "/idle");
        }

        await sandbox.WaitForServiceAsync(service, now => (int)now["desiredCount"]! == 1, "of one task again");
        await sandbox.DeleteServiceAsync(service);
    }

    [SkippableFact]
    public async Task A_service_that_holds_memory_gets_more_tasks()
    {
        sandbox.Require();
        var service = await ScaledAsync(Idle, "ECSServiceAverageMemoryUtilization", 0.001, 2);
        await sandbox.WaitForServiceAsync(service, now => (int)now["runningCount"]! == 2, "of two tasks");
        await sandbox.DeleteServiceAsync(service);
    }

    private async Task<JsonObject> ScaledAsync(string script, string metric, double target, int maximum)
    {
        var container = new JsonObject { ["image"] = sandbox.Image, ["command"] = new JsonArray("sh", "-c", script), ["stopTimeout"] = 2 };
        var input = await sandbox.ServiceInputAsync(
            await sandbox.ClusterAsync(), await sandbox.RegisterAsync(EcsSandbox.Definition(container: container)));
        var service = await sandbox.CreateServiceAsync(input);
        await sandbox.ScaleAsync("RegisterScalableTarget", ResourceOf(service), Bounds(1, maximum));
        await sandbox.ScaleAsync("PutScalingPolicy", ResourceOf(service), Tracking(metric, target));
        return service;
    }
}
