using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>A port of a balancer, and the rules by which its requests are answered.</summary>
internal sealed record BalancerListener
{
    public required string Id { get; init; }

    public BalancerProtocol Protocol { get; init; }

    /// <summary>The port that the API shows. The listener may be reachable at another one; see <see cref="ListenerEndpoint"/>.</summary>
    public required int Port { get; init; }

    /// <summary>Of an HTTPS listener, the default first. A client names the one that it wants by SNI.</summary>
    public IReadOnlyList<BalancerCertificate> Certificates { get; init; } = Array.Empty<BalancerCertificate>();

    /// <summary>In the order of their priorities. The last one is the default rule, which has no conditions.</summary>
    public required IReadOnlyList<RoutingRule> Rules { get; init; }
}
