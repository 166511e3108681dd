using System.Threading.Tasks;
using EcsTools.Sandbox.Services;

namespace EcsTools.Sandbox.Engine;

/// <summary>Finds what runs containers on this machine.</summary>
internal static class ContainerHosts
{
    public static Task<IContainerHost> OpenAsync(SandboxCloud cloud) => Task.FromResult<IContainerHost>(new SimulatedHost(cloud.ScaledClock));
}
