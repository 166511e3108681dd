using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Routing;
using EcsTools.Sandbox.Balancing.Targets;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>All by which a listener answers its requests, as of one configuration.</summary>
internal sealed class Serving
{
    private readonly ServedRule[] _rules;

    public Serving(
        Balancer balancer,
        BalancerListener listener,
        IEnumerable<CompiledRule> rules,
        IReadOnlyDictionary<string, RunningGroup> groups,
        StickyCookie cookies,
        BalancerResponseCounter ownAnswers)
    {
        Settings = balancer.Settings;
        Listener = listener;
        Cookies = cookies;
        BalancerResponses = ownAnswers;
        _rules = rules.Select(rule => new ServedRule(rule, groups)).ToArray();
    }

    public BalancerListener Listener { get; }

    public BalancerSettings Settings { get; }

    public StickyCookie Cookies { get; }

    /// <summary>Counts the answers that no target gives, for all listeners of the balancer.</summary>
    public BalancerResponseCounter BalancerResponses { get; }

    /// <summary>The port of this machine that leads to a port of the balancer.</summary>
    public Func<int, int> ReachablePort { get; init; } = port => port;

    public bool IsHttps => Listener.Protocol == BalancerProtocol.Https;

    /// <summary>The first rule that matches; null if no rule does, which a default rule excludes.</summary>
    public ServedRule? Find(IRequestFacts request)
    {
        foreach (var rule in _rules)
        {
            if (rule.Compiled.Matches(request))
            {
                return rule;
            }
        }

        return null;
    }
}
