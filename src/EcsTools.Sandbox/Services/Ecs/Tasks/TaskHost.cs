using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>The host that runs tasks. It is opened when the sandbox starts; until then it is the simulation.</summary>
internal sealed class TaskHost
{
    private readonly SandboxCloud _cloud;
    private readonly IContainerHostFactory _factory;

    public TaskHost(SandboxCloud cloud, IContainerHostFactory factory)
    {
        _cloud = cloud;
        _factory = factory;
        Containers = new SimulatedHost(cloud.ScaledClock);
    }

    public IContainerHost Containers { get; private set; }

    public ContainerRuntime Runtime => Containers.Runtime;

    /// <summary>The time in which tasks live: real for containers, sped up for simulated ones.</summary>
    public SandboxClock Clock => Runtime == ContainerRuntime.Simulated ? _cloud.ScaledClock : _cloud.Clock;

    public async Task OpenAsync(CancellationToken stopping) => Containers = await _factory.OpenAsync(stopping).ConfigureAwait(false);
}
