using System.Collections.Generic;
using EcsTools.Sandbox.Engine;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>One container of a task definition.</summary>
/// <param name="Plan">What a task runs of it, before overrides.</param>
/// <param name="MappedPorts">The container ports in its port mappings.</param>
/// <param name="PinsImage">Whether a service resolves its image tag once for a whole deployment.</param>
/// <param name="Logs">Where its output goes, or null for nowhere.</param>
internal sealed record ContainerDefinition(ContainerPlan Plan, IReadOnlyList<long> MappedPorts, bool PinsImage, LogOptions? Logs)
{
    public string Name => Plan.Name;

    public string Image => Plan.Image;

    /// <summary>Whether the health of the task depends on a health check of this container.</summary>
    public bool DecidesHealth => Plan.Essential && Plan.Health is not null;
}
