using System.Collections.Generic;
using System.Linq;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;

namespace EcsTools.Routing.Rules;

/// <summary>The rules of one listener in a plan: those that exist, and those to create.</summary>
internal sealed class ListenerRules
{
    private readonly List<ChangeStep> _created = [];

    public ListenerRules(AwsConnection connection, string listenerArn, IReadOnlyList<Rule> rules)
    {
        ListenerArn = listenerArn;
        Rules = rules;
        Placed = rules.Where(rule => rule.IsDefault != true)
            .Select(rule => new PlacedRule(rule.RuleArn, rule.Priority() ?? 0, RouteConditions.From(rule.Conditions))).ToList();
        Priorities = new RoutePriorities(Placed);
        Writer = new RuleWriter(connection, listenerArn);
    }

    public string ListenerArn { get; }

    /// <summary>The rules that exist, the default rule among them.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>The rules that exist, without the default rule.</summary>
    public List<PlacedRule> Placed { get; }

    public RoutePriorities Priorities { get; }

    public RuleWriter Writer { get; }

    public void Create(RuleWriter.NewRule rule) => _created.Add(rule.Step);

    /// <summary>The steps that make room and create the rules.</summary>
    public IEnumerable<ChangeStep> Steps()
        => Priorities.Moved.Count > 0 ? [Writer.Move(Priorities.Moved, Placed), .. _created] : _created;
}
