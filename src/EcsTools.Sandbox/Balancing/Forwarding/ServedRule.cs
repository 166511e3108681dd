using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Balancing.Routing;
using EcsTools.Sandbox.Balancing.Targets;

namespace EcsTools.Sandbox.Balancing.Forwarding;

/// <summary>A rule with the groups that it forwards to.</summary>
internal sealed class ServedRule
{
    private static readonly double GoldenRatio = (Math.Sqrt(5) - 1) / 2;

    private readonly (string Id, RunningGroup? Group, int Weight)[] _groups;
    private readonly int _total;
    private int _turn = (int)(RandomChoice.Next() * 1000);

    public ServedRule(CompiledRule rule, IReadOnlyDictionary<string, RunningGroup> groups)
    {
        Compiled = rule;
        _groups = rule.Rule.Action is RuleAction.Forward forward
            ? forward.Groups.Select(one => (one.GroupId, groups.TryGetValue(one.GroupId, out var group) ? group : null, one.Weight)).ToArray()
            : Array.Empty<(string, RunningGroup?, int)>();

        // The weight of a single group says nothing, unless it is zero.
        _total = _groups.Sum(one => one.Weight);
    }

    public CompiledRule Compiled { get; }

    public RuleAction Action => Compiled.Rule.Action;

    /// <summary>
    /// The next group by the weights; null if all weights are zero, or if the group is not in the configuration. The steps of the golden ratio spread every
    /// weight evenly over few requests, in an order that has no period.
    /// </summary>
    public RunningGroup? NextGroup()
    {
        if (_groups.Length == 1)
        {
            return _total > 0 ? _groups[0].Group : null;
        }

        var turn = (uint)Interlocked.Increment(ref _turn);
        var at = (turn * GoldenRatio % 1) * _total;
        foreach (var (_, group, weight) in _groups)
        {
            at -= weight;
            if (at < 0)
            {
                return group;
            }
        }

        return null;
    }

    /// <summary>The group of this id, if it still gets requests.</summary>
    public RunningGroup? Group(string id) => Array.Find(_groups, one => one.Id == id && one.Weight > 0).Group;
}
