namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>How a client speaks to a listener, or a balancer to its targets.</summary>
internal enum BalancerProtocol
{
    Http,
    Https,
}
