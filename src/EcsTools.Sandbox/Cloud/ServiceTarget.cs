using System.Collections.Generic;

namespace EcsTools.Sandbox.Cloud;

/// <summary>One task as a target of a load balancer: the address and port to register.</summary>
/// <param name="TaskId">Id of the task.</param>
/// <param name="Address">Its private address.</param>
/// <param name="Port">The container's port.</param>
internal sealed record ServiceTarget(string TaskId, string Address, int Port)
{
    /// <summary>Whether no container runs.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>The ports of this machine that lead to the ports of the task.</summary>
    public IReadOnlyDictionary<int, int> Published { get; init; } = new Dictionary<int, int>();
}
