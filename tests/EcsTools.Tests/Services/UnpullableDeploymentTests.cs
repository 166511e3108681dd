using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Engine;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Services;

/// <summary>Deployments whose image cannot be pulled.</summary>
public sealed class UnpullableDeploymentTests(DockerSandbox sandbox) : BrokenDeploymentTests(sandbox), IClassFixture<DockerSandbox>
{
    [SkippableFact]
    public async Task One_that_cannot_be_pulled()
        => await BreaksAsync(good => good with { ImageUri = $"{Sandbox.Server.RegistryUri}/nowhere:1" }, "nowhere", "ush-EcrImage");

    [SkippableFact]
    public async Task One_that_is_built_for_another_processor()
    {
        Sandbox.Require();
        var other = (await Tool.RunOrFailAsync("docker", "version", "--format", "{{.Server.Arch}}")).Trim() == "amd64" ? "ARM64" : "X86_64";
        await BreaksAsync(good => good with { Architecture = other }, "linux/", "latform");
    }
}
