using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Engine;
using Xunit;

namespace EcsTools.Tests.Services;

/// <summary>Deployments whose containers exit.</summary>
public sealed class ExitingDeploymentTests(DockerSandbox sandbox) : BrokenDeploymentTests(sandbox), IClassFixture<DockerSandbox>
{
    [SkippableFact]
    public async Task One_that_exits_at_once()
        => await BreaksAsync(
            good => good with { Command = ["sh", "-c", "echo starting; echo 'no database at db:5432'; exit 3"] },
            @"ended with exit code 3: no database at db:5432( \(. tasks\))?\.$",
            "Get-FargateLog");

    [SkippableFact]
    public async Task One_that_ends_well_though_it_should_go_on()
        => await BreaksAsync(
            good => good with { Command = ["sh", "-c", "echo done"] },
            "ended with exit code 0, but the tasks of a service must keep running",
            "Start-FargateTask");
}
