using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Engine;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>Deployments whose containers run and are not healthy. Apart from others: the shortest interval of a health check is five seconds.</summary>
public sealed class ContainerHealthTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>
{
    private static readonly string[] Ended = ["ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "SUCCESSFUL", "STOPPED"];

    [SkippableFact]
    public async Task A_deployment_that_fails_its_health_check_is_rolled_back()
    {
        sandbox.Require();
        var service = await sandbox.SteadyServiceAsync(sandbox.ServiceDefinition(ServingContainers.Serve, health: "true"), 1, ServiceCalls.Breaker());
        var good = Assert.Single(await sandbox.TasksAsync(service));
        await sandbox.UpdateAsync(service, new JsonObject { ["taskDefinition"] = await sandbox.RegisterAsync(sandbox.ServiceDefinition(ServingContainers.Serve, health: "false")) });
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);
        var messages = ServiceCalls.Messages(await sandbox.DescribeAsync(service));
        var stopped = await sandbox.TasksAsync(service, "STOPPED");

        Assert.Equal("ROLLBACK_SUCCESSFUL", (string?)ended["status"]);
        Assert.Equal((string?)good["taskArn"], (string?)Assert.Single(await sandbox.TasksAsync(service))["taskArn"]);
        Assert.Equal("HEALTHY", (string?)good["healthStatus"]);
        Assert.Contains(messages, message => message.EndsWith(") failed container health checks.", StringComparison.Ordinal));
        Assert.Contains(messages, message => message.EndsWith("Amazon ECS replaced 1 tasks due to an unhealthy status.", StringComparison.Ordinal));
        Assert.Contains(stopped, task => (string?)task["stoppedReason"] == "Task failed container health checks");
        await sandbox.DeleteServiceAsync(service);
    }
}
