using System;
using System.Collections.Generic;
using System.Net;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Balancing.Configuration;

/// <summary>
/// Runs load balancers on this machine. It is told what is wanted as a whole, and makes it so. No member waits, so all can be called under a lock;
/// what takes time is a task.
/// </summary>
internal interface ILoadBalancerHost
{
    /// <summary>
    /// The health of a target of the group changed. Raised by a thread of the pool that holds no lock. A registration or deregistration does not raise it.
    /// </summary>
    event Action<string>? HealthChanged;

    /// <summary>The certificate, in PEM, that a client must trust to trust the HTTPS listeners.</summary>
    string AuthorityCertificate { get; }

    /// <summary>
    /// Replaces the configuration. Each request is answered by one configuration: the one that holds when its head has arrived. A listener, group or target
    /// that stays keeps its connections, counts and health. Calls must not overlap.
    /// </summary>
    void Apply(BalancingConfiguration configuration);

    /// <summary>
    /// The address of a balancer, also before it has a listener. A listener that cannot have its port there is elsewhere; see <see cref="Endpoint"/>.
    /// </summary>
    IPAddress Address(string balancerId);

    /// <summary>Where a listener of the configuration is reachable, or null if there is no such listener.</summary>
    ListenerEndpoint? Endpoint(string listenerId);

    /// <summary>The targets of a group, those that drain after them; empty if there is no such group.</summary>
    IReadOnlyList<TargetStatus> Targets(string groupId);

    /// <summary>The state of one target. One that is not registered and does not drain is unused (<c>Target.NotRegistered</c>).</summary>
    TargetStatus Target(string groupId, string address, int port);

    /// <summary>
    /// Completes when a target that the configuration no longer has has answered its requests, or when the deregistration delay is over, which ends them.
    /// It is complete already if nothing is under way. The state of the target stays draining until the delay is over.
    /// </summary>
    Task DrainedAsync(string groupId, string address, int port);

    /// <summary>What a group has received so far; zeros if there is no such group.</summary>
    GroupCounts Counts(string groupId);

    /// <summary>How long the targets of a group have taken to answer, in seconds, since the last call; nothing if there is no such group.</summary>
    MetricValues TakeResponseTimes(string groupId);

    /// <summary>What a balancer has answered itself since the last call; nothing if there is no such balancer.</summary>
    BalancerResponses TakeResponses(string balancerId);

    /// <summary>The rule that answers a request, or null if there is no such listener.</summary>
    RoutingRule? RuleFor(string listenerId, RoutedRequest request);

    /// <summary>Closes every listener and connection.</summary>
    Task StopAsync();
}
