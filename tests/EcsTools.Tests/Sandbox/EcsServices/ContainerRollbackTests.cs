using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Engine;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>Deployments whose containers cannot run.</summary>
public sealed class ContainerRollbackTests(DockerSandbox sandbox) : IClassFixture<DockerSandbox>
{
    private static readonly string[] Ended = ["ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "SUCCESSFUL", "STOPPED"];

    [SkippableTheory]
    [InlineData("exit 1", null, "has started 1 tasks: ")]
    [InlineData("exec /no/such/program", null, "has started 1 tasks: ")]
    [InlineData(ServingContainers.Serve, "127.0.0.1:1/nowhere:1", "was unable to place a task. Reason: CannotPullContainerError: ")]
    public async Task A_broken_deployment_is_rolled_back_and_the_old_task_serves_on(string script, string? image, string message)
    {
        sandbox.Require();
        var service = await sandbox.SteadyServiceAsync(sandbox.ServiceDefinition(ServingContainers.Serve), 1, ServiceCalls.Breaker());
        var good = Assert.Single(await sandbox.TasksAsync(service));
        var broken = sandbox.ServiceDefinition(script);
        broken["containerDefinitions"]![0]!["image"] = image ?? sandbox.Image;
        await sandbox.UpdateAsync(service, new JsonObject { ["taskDefinition"] = await sandbox.RegisterAsync(broken) });
        var ended = await sandbox.WaitForDeploymentAsync(service, Ended);
        var now = await sandbox.DescribeAsync(service);

        Assert.Equal("ROLLBACK_SUCCESSFUL", (string?)ended["status"]);
        Assert.Equal(3, (int?)ended["deploymentCircuitBreaker"]!["failureCount"]);
        Assert.Equal((string?)good["taskArn"], (string?)Assert.Single(await sandbox.TasksAsync(service))["taskArn"]);
        Assert.Equal((string?)service["taskDefinition"], (string?)now["taskDefinition"]);
        Assert.Contains(ServiceCalls.Messages(now), text => text.StartsWith(message, StringComparison.Ordinal));
        await sandbox.DeleteServiceAsync(service);
    }
}
