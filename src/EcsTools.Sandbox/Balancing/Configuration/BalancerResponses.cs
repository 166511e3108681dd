using System.Collections.Generic;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>What a load balancer has answered itself, without a target, in some time.</summary>
/// <param name="ByStatus">Answers by their status. 460 stands for a client that went away before its answer.</param>
/// <param name="Redirects">The answers of redirects.</param>
/// <param name="FixedResponses">The answers of fixed responses.</param>
internal sealed record BalancerResponses(IReadOnlyDictionary<int, long> ByStatus, long Redirects, long FixedResponses)
{
    public static BalancerResponses None { get; } = new(new Dictionary<int, long>(), 0, 0);
}
