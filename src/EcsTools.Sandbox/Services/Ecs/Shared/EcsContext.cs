using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Shared;

/// <summary>What every part of ECS shares: one lock, the names, the clocks, and the note that something changed.</summary>
internal sealed class EcsContext
{
    private readonly SandboxCloud _cloud;
    private readonly SandboxService _service;

    public EcsContext(SandboxCloud cloud, SandboxService service)
    {
        _cloud = cloud;
        _service = service;
        Names = new EcsNames(cloud);
    }

    /// <summary>All state of ECS is read and changed under this lock.</summary>
    public object Gate { get; } = new();

    public EcsNames Names { get; }

    public SandboxClock Clock => _cloud.Clock;

    public SandboxClock ScaledClock => _cloud.ScaledClock;

    /// <summary>Has the state saved.</summary>
    public void NoteChange() => _cloud.NoteChange(_service);
}
