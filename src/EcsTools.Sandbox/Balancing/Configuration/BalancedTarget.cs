using System.Net;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>A registered target. Address and port together are its identity within the group.</summary>
internal sealed record BalancedTarget
{
    /// <summary>The address (or other id) that the API shows.</summary>
    public required string Address { get; init; }

    /// <summary>The port that the API shows.</summary>
    public required int Port { get; init; }

    /// <summary>Where it can be reached on this machine, or null if it cannot. It may change while the target is registered.</summary>
    public IPEndPoint? Endpoint { get; init; }

    /// <summary>Where its health is checked, if that is another port than <see cref="Endpoint"/>.</summary>
    public IPEndPoint? HealthEndpoint { get; init; }

    /// <summary>Whether no container runs behind it: it passes every health check, and answers 200 with an empty body.</summary>
    public bool IsSimulated { get; init; }
}
