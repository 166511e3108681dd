using System.Collections.Generic;
using System.Net;

namespace EcsTools.Sandbox.Cloud;

/// <summary>One task as a target of a load balancer: the address and port to register.</summary>
/// <param name="TaskId">Id of the task.</param>
/// <param name="Address">Its private address.</param>
/// <param name="Port">The container's port.</param>
internal sealed record ServiceTarget(string TaskId, string Address, int Port)
{
    /// <summary>Whether no container runs.</summary>
    public bool IsSimulated { get; init; }

    /// <summary>Where the ports of the task are reached.</summary>
    public IReadOnlyDictionary<int, IPEndPoint> Published { get; init; } = new Dictionary<int, IPEndPoint>();
}
