using System.Collections.Generic;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>Counts what a load balancer answers itself. An answer of a target does not come here, so the lock is no part of forwarding.</summary>
internal sealed class BalancerResponseCounter
{
    /// <summary>The status that the access log and the metrics of AWS have for a client that went away before its answer. Nobody receives it.</summary>
    public const int ClientGone = 460;

    private readonly object _gate = new();
    private Dictionary<int, long> _byStatus = [];
    private long _redirects;
    private long _fixedResponses;

    public void Count(int status)
    {
        lock (_gate)
        {
            _byStatus.TryGetValue(status, out var count);
            _byStatus[status] = count + 1;
        }
    }

    public void CountRedirect()
    {
        lock (_gate)
        {
            _redirects++;
        }
    }

    public void CountFixedResponse()
    {
        lock (_gate)
        {
            _fixedResponses++;
        }
    }

    /// <summary>The answers since the last call.</summary>
    public BalancerResponses Take()
    {
        lock (_gate)
        {
            var taken = new BalancerResponses(_byStatus, _redirects, _fixedResponses);
            (_byStatus, _redirects, _fixedResponses) = ([], 0, 0);
            return taken;
        }
    }
}
