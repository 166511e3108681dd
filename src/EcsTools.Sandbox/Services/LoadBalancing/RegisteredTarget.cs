using System.Collections.Generic;
using System.Net;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>A target of a group. Id and port together are its identity.</summary>
/// <param name="Id">An address, or the id of an instance, function or load balancer.</param>
/// <param name="Port">The port that receives the requests.</param>
internal sealed record RegisteredTarget(string Id, int Port)
{
    /// <summary>The zone that the request named, or null.</summary>
    public string? Zone { get; init; }

    /// <summary>The task of ECS behind it, or null. Tasks end with the sandbox, so these targets are not saved.</summary>
    public string? TaskId { get; init; }

    /// <summary>Where the ports of the target are reached that an engine publishes.</summary>
    public IReadOnlyDictionary<int, IPEndPoint> Published { get; init; } = new Dictionary<int, IPEndPoint>();

    /// <summary>Whether it is a task without a container.</summary>
    public bool IsSimulated { get; init; }

    public bool IsAt(string id, int port) => Id == id && Port == port;
}
