using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>
/// Chooses the priorities of new rules so that the more specific rule answers a request. Two rules that never apply to the same request can have any order.
/// </summary>
internal sealed class RoutePriorities
{
    /// <summary>The highest number that AWS accepts.</summary>
    public const int Last = 50000;

    private const int Step = 1000;

    private readonly SortedDictionary<int, PlacedRule> _rules;
    private readonly Dictionary<string, int> _moved = new(StringComparer.Ordinal);

    /// <param name="rules">The rules of the listener, without the default rule.</param>
    public RoutePriorities(IEnumerable<PlacedRule> rules) => _rules = new(rules.ToDictionary(rule => rule.Priority));

    /// <summary>The existing rules that must move, by ARN, with their new priorities.</summary>
    public IReadOnlyDictionary<string, int> Moved => _moved;

    public bool IsFree(int priority) => !_rules.ContainsKey(priority);

    /// <summary>The next free number.</summary>
    public int FreeAfter(int priority)
    {
        var free = Enumerable.Range(priority + 1, Math.Max(0, Last - priority)).FirstOrDefault(IsFree);
        return free != 0 ? free : Enumerable.Range(1, Last).First(IsFree);
    }

    /// <summary>Takes a priority for a rule.</summary>
    public void Take(int priority, IReadOnlyList<FargateRouteCondition> conditions) => _rules.Add(priority, new PlacedRule("", priority, conditions));

    /// <summary>Chooses a priority for a rule, and takes it.</summary>
    public int Choose(IReadOnlyList<FargateRouteCondition> conditions)
    {
        var (after, before) = (0, Last + 1);
        foreach (var rule in _rules.Values.Where(rule => RouteOrder.Overlap(rule.Conditions, conditions)))
        {
            var order = RouteOrder.Compare(rule.Conditions, conditions);
            if (order < 0)
            {
                before = Math.Min(before, rule.Priority);
            }
            else if (order > 0)
            {
                after = Math.Max(after, rule.Priority);
            }
        }

        // If existing rules are not in this order themselves, the new one comes before all that are more general: it would never answer after them.
        after = after < before ? after : _rules.Keys.Where(priority => priority < before).DefaultIfEmpty(0).Max();
        var chosen = Between(after, before) ?? MakeRoom(before);
        Take(chosen, conditions);
        return chosen;
    }

    private int? Between(int after, int before)
    {
        if (before > Last)
        {
            // The end of the list: with distance, so that there is room for rules between them.
            var end = Math.Max(after, _rules.Keys.DefaultIfEmpty(0).Max());
            var round = ((end / Step) + 1) * Step;
            return round <= Last ? round : Free(after + 1, Last);
        }

        foreach (var step in new[] { 100, 10, 1 })
        {
            for (var priority = ((before - 1) / step) * step; priority > after; priority -= step)
            {
                if (IsFree(priority))
                {
                    return priority;
                }
            }
        }

        return null;
    }

    private int? Free(int from, int to) => Enumerable.Range(from, Math.Max(0, to - from + 1)).Where(IsFree).Select(priority => (int?)priority).FirstOrDefault();

    /// <summary>Moves the rule at a priority, and those directly after it, one place back.</summary>
    private int MakeRoom(int priority)
    {
        if (Free(priority, Last) is not { } free)
        {
            throw new EcsToolsException(
                ErrorCodes.NoFreePriority,
                $"There is no free priority from {priority} to {Last}.",
                "Choose one with -Priority, or remove routes that you no longer need with Remove-FargateRoute.",
                "Priority",
                priority);
        }

        for (var place = free; place > priority; place--)
        {
            var rule = _rules[place - 1];
            _rules.Remove(place - 1);
            _rules[place] = rule with { Priority = place };
            if (rule.RuleArn.Length > 0)
            {
                _moved[rule.RuleArn] = place;
            }
        }

        return priority;
    }
}

/// <summary>A rule at its place.</summary>
/// <param name="RuleArn">ARN of the rule; empty if it does not exist yet.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Conditions">Its conditions.</param>
internal sealed record PlacedRule(string RuleArn, int Priority, IReadOnlyList<FargateRouteCondition> Conditions);
