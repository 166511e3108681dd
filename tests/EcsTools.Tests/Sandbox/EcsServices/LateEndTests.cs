using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Tests.Sandbox.Engine;
using Xunit;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>Containers whose end becomes known long after it.</summary>
public sealed class LateEndTests(LateEndTests.LateSandbox sandbox) : IClassFixture<LateEndTests.LateSandbox>
{
    [SkippableFact]
    public async Task A_task_whose_container_has_ended_never_counts_as_healthy()
    {
        sandbox.Require();
        var service = await sandbox.SteadyServiceAsync(sandbox.ServiceDefinition(ServingContainers.Serve), 1, ServiceCalls.Breaker());
        var broken = await sandbox.RegisterAsync(sandbox.ServiceDefinition("exit 1"));
        await sandbox.UpdateAsync(service, new JsonObject { ["taskDefinition"] = broken });
        var ended = await sandbox.WaitForDeploymentAsync(service, "ROLLBACK_SUCCESSFUL", "SUCCESSFUL");

        Assert.Equal("ROLLBACK_SUCCESSFUL", (string?)ended["status"]);
        await sandbox.DeleteServiceAsync(service);
    }

    /// <summary>A sandbox to which the engine says late that a container has ended, later than a task takes to settle.</summary>
    public sealed class LateSandbox : DockerSandbox
    {
        private readonly LateEndsRelay _relay = new();

        protected override SandboxOptions Options
            => new() { Runtime = SandboxRuntime.Docker, DockerEndpoint = _relay.Address, ServiceSettling = TimeSpan.FromSeconds(2) };

        public override async Task DisposeAsync()
        {
            await base.DisposeAsync();
            _relay.Dispose();
        }
    }
}
