using System.Threading.Tasks;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Sandbox.Engine;
using Xunit;

namespace EcsTools.Tests.Services;

/// <summary>Deployments whose containers run and are not healthy.</summary>
public sealed class UnhealthyDeploymentTests(DockerSandbox sandbox) : BrokenDeploymentTests(sandbox), IClassFixture<DockerSandbox>
{
    [SkippableFact]
    public async Task One_that_fails_its_health_check()
        => await BreaksAsync(
            good => good with { HealthCheck = new TaskHealthCheck { Command = ["false"], Interval = 5, Timeout = 2, Retries = 1 } },
            "failed its health check: CMD-SHELL false",
            "health check");
}
