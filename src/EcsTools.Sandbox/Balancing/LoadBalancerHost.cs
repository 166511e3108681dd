using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Certificates;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Forwarding;
using EcsTools.Sandbox.Balancing.Http1;
using EcsTools.Sandbox.Balancing.Routing;
using EcsTools.Sandbox.Balancing.Targets;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Balancing;

/// <summary>The load balancers of a sandbox.</summary>
internal sealed class LoadBalancerHost : ILoadBalancerHost, IDisposable
{
    private readonly SandboxClock _clock;
    private readonly CertificateAuthority _authority = new();
    private readonly StickyCookie _cookies = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, RunningGroup> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RunningListener> _listeners = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, BalancerResponseCounter> _responses = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IPAddress> _addresses = new(StringComparer.Ordinal);
    private readonly Timer _looking;

    public LoadBalancerHost(SandboxClock clock)
    {
        _clock = clock;
        _looking = new Timer(_ => Look(), null, RunningListener.LookEvery, RunningListener.LookEvery);
    }

    public event Action<string>? HealthChanged;

    public string AuthorityCertificate => _authority.Pem;

    public void Apply(BalancingConfiguration configuration)
    {
        // A rule that cannot be read changes nothing.
        var rules = configuration.Balancers.SelectMany(balancer => balancer.Listeners)
            .ToDictionary(listener => listener.Id, listener => listener.Rules.Select(rule => new CompiledRule(rule)).ToList(), StringComparer.Ordinal);

        // First the groups, so that no rule leads to one without its targets. Then the rules, so that no rule leads to a group that is gone.
        ApplyGroups(configuration);
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var balancer in configuration.Balancers)
        {
            foreach (var listener in balancer.Listeners)
            {
                wanted.Add(listener.Id);
                Apply(balancer, listener, rules[listener.Id]);
            }
        }

        foreach (var id in _listeners.Keys.Where(id => !wanted.Contains(id)).ToList())
        {
            Remove(id);
        }

        RemoveGroups(configuration);
        var balancers = new HashSet<string>(configuration.Balancers.Select(balancer => balancer.Id), StringComparer.Ordinal);
        foreach (var id in _addresses.Keys.Where(id => !balancers.Contains(id)).ToList())
        {
            _addresses.TryRemove(id, out _);
        }

        foreach (var id in _responses.Keys.Where(id => !balancers.Contains(id)).ToList())
        {
            _responses.TryRemove(id, out _);
        }
    }

    public IPAddress Address(string balancerId)
        => _addresses.TryGetValue(balancerId, out var address) ? address : LoopbackAddress.Candidate(balancerId, attempt: 0);

    public ListenerEndpoint? Endpoint(string listenerId) => _listeners.TryGetValue(listenerId, out var listener) ? listener.Endpoint : null;

    public IReadOnlyList<TargetStatus> Targets(string groupId)
        => _groups.TryGetValue(groupId, out var group) ? group.Describe() : Array.Empty<TargetStatus>();

    public TargetStatus Target(string groupId, string address, int port)
        => _groups.TryGetValue(groupId, out var group) ? group.Describe(address, port) : RunningGroup.NotRegistered(address, port);

    public Task DrainedAsync(string groupId, string address, int port)
        => _groups.TryGetValue(groupId, out var group) ? group.DrainedAsync(address, port) : Task.CompletedTask;

    public GroupCounts Counts(string groupId)
        => _groups.TryGetValue(groupId, out var group) ? group.Counters.Read() : new GroupCounts(0, 0, 0, 0, 0, 0);

    public MetricValues TakeResponseTimes(string groupId) => _groups.TryGetValue(groupId, out var group) ? group.Counters.TakeTimes() : default;

    public BalancerResponses TakeResponses(string balancerId) => _responses.TryGetValue(balancerId, out var counter) ? counter.Take() : BalancerResponses.None;

    public RoutingRule? RuleFor(string listenerId, RoutedRequest request)
        => _listeners.TryGetValue(listenerId, out var listener) ? listener.Serving.Find(new RecordedFacts(request))?.Compiled.Rule : null;

    public Task StopAsync()
    {
        _stopping.Cancel();
        _looking.Dispose();
        foreach (var listener in _listeners.Values)
        {
            listener.Abort();
        }

        foreach (var group in _groups.Values)
        {
            group.Stop();
        }

        _listeners.Clear();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        StopAsync().GetAwaiter().GetResult();
        _authority.Dispose();
        _cookies.Dispose();
        _stopping.Dispose();
    }

    private void ApplyGroups(BalancingConfiguration configuration)
    {
        var used = new HashSet<string>(
            from balancer in configuration.Balancers
            from listener in balancer.Listeners
            from rule in listener.Rules
            where rule.Action is RuleAction.Forward
            from one in ((RuleAction.Forward)rule.Action).Groups
            select one.GroupId,
            StringComparer.Ordinal);
        foreach (var group in configuration.Groups)
        {
            _groups.GetOrAdd(group.Id, id => new RunningGroup(id, _clock, changed => HealthChanged?.Invoke(changed), _stopping.Token))
                .Apply(group, used.Contains(group.Id));
        }
    }

    private void RemoveGroups(BalancingConfiguration configuration)
    {
        var wanted = new HashSet<string>(configuration.Groups.Select(group => group.Id), StringComparer.Ordinal);
        foreach (var id in _groups.Keys.Where(id => !wanted.Contains(id)).ToList())
        {
            if (_groups.TryRemove(id, out var group))
            {
                group.Remove();
            }
        }
    }

    private void Apply(Balancer balancer, BalancerListener listener, List<CompiledRule> rules)
    {
        var serving = new Serving(balancer, listener, rules, _groups, _cookies, _responses.GetOrAdd(balancer.Id, _ => new BalancerResponseCounter()))
        {
            ReachablePort = port => ReachablePort(balancer, port),
        };
        var certificates = serving.IsHttps ? new ServerCertificates(_authority, listener.Certificates) : null;
        if (_listeners.TryGetValue(listener.Id, out var running))
        {
            if (running.Serving.Listener.Port == listener.Port && running.Serving.IsHttps == serving.IsHttps)
            {
                running.Update(serving, certificates);
                return;
            }

            Remove(listener.Id);
        }

        _addresses.TryGetValue(balancer.Id, out var address);
        var socket = LoopbackAddress.Listen(balancer.Id, address, listener.Port);
        var bound = (IPEndPoint)socket.LocalEndPoint!;
        if (bound.Port == listener.Port)
        {
            _addresses[balancer.Id] = bound.Address;
        }

        _listeners[listener.Id] = new RunningListener(socket, serving, certificates);
    }

    private void Remove(string listenerId)
    {
        if (_listeners.TryRemove(listenerId, out var listener))
        {
            listener.Stop();
        }
    }

    /// <summary>The port at which another listener of the balancer is reachable.</summary>
    private int ReachablePort(Balancer balancer, int port)
    {
        var other = balancer.Listeners.FirstOrDefault(one => one.Port == port);
        return other is not null && Endpoint(other.Id) is { } endpoint ? endpoint.Address.Port : port;
    }

    private void Look()
    {
        var now = MonotonicTime.Milliseconds;
        foreach (var listener in _listeners.Values)
        {
            listener.Look(now);
        }

        foreach (var group in _groups.Values)
        {
            group.CloseStale();
        }
    }
}
