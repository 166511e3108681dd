using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Models;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;

namespace EcsTools.Routing.Rules;

/// <summary>Creates the steps that write the rules of a listener.</summary>
internal sealed class RuleWriter(AwsConnection connection, string listenerArn)
{
    // How often another priority is tried if another command took the chosen one at the same moment.
    private const int Attempts = 5;

    public NewRule Creation(RouteRequest request, IReadOnlyList<FargateRouteCondition> conditions, int priority, PlannedAction action)
    {
        var rule = new NewRule();
        var tags = (request.Tags ?? new Dictionary<string, string>()).ToDictionary(tag => tag.Key, tag => tag.Value);
        if (request.Target is { } target)
        {
            tags[RouteMapper.NameTag] = target.Name;
        }

        var rewrite = request.Target?.RewritePath is { } given ? $", path rewritten: {given.Key} -> {given.Value}" : "";
        rule.Step = new ChangeStep(
            new FieldChange($"rules[{priority}]", null, $"{RouteConditions.Describe(conditions)} {action.Text}{rewrite}"),
            $"rule {priority} created",
            async cancel => rule.Arn = await CreateAsync(
                new CreateRuleRequest
                {
                    ListenerArn = listenerArn,
                    Priority = priority,
                    Conditions = RouteConditions.ToApi(conditions),
                    Actions = [action.Create()],
                    Transforms = Transforms(request),
                    Tags = ElbLists.ToTags(tags),
                },
                request.Priority is null,
                cancel).ConfigureAwait(false));
        return rule;
    }

    /// <summary>Moves rules to other priorities, all at once.</summary>
    /// <param name="moved">The new priorities by ARN.</param>
    /// <param name="placed">The rules at their present places.</param>
    /// <param name="done">The step in the past tense.</param>
    public ChangeStep Move(IReadOnlyDictionary<string, int> moved, IReadOnlyList<PlacedRule> placed, string done = "rules moved to make room") => new(
        moved.Select(rule => (From: Priority(placed.First(other => other.RuleArn == rule.Key)), To: rule.Value)).Select(
            rule => new FieldChange($"rules[{rule.From}].priority", rule.From, rule.To.ToString(CultureInfo.InvariantCulture))).ToList(),
        () => done,
        cancel => SetPrioritiesAsync(moved, cancel));

    /// <summary>Gives a rule other conditions.</summary>
    /// <param name="rule">The rule as it is.</param>
    /// <param name="conditions">All of its new conditions.</param>
    public ChangeStep NewConditions(PlacedRule rule, IReadOnlyList<FargateRouteCondition> conditions) => new(
        new FieldChange($"rules[{rule.Priority}].conditions", RouteConditions.Describe(rule.Conditions), RouteConditions.Describe(conditions)),
        $"conditions of rule {rule.Priority} changed",
        cancel => connection.LoadBalancing.ModifyRuleAsync(
            new ModifyRuleRequest { RuleArn = rule.RuleArn, Conditions = RouteConditions.ToApi(conditions) }, cancel));

    /// <summary>The steps that bring an existing rule to the requested action, path rewrite and priority.</summary>
    public IEnumerable<ChangeStep> Changes(
        RouteRequest request, Rule rule, IReadOnlyList<FargateRouteCondition> conditions, Action? current, PlannedAction? planned)
    {
        var place = $"rules[{rule.Priority}]";
        var changes = new List<FieldChange>();
        var modify = new ModifyRuleRequest { RuleArn = rule.RuleArn };
        if (planned is not null)
        {
            changes.Add(new FieldChange(place, $"{RouteConditions.Describe(conditions)} {ActionText.Describe(current)}",
                $"{RouteConditions.Describe(conditions)} {planned.Text}"));
        }

        if (Transforms(request) is [var wanted] && Rewrite(rule.Transforms) is var before && before != Rewrite([wanted]))
        {
            changes.Add(new FieldChange($"{place}.rewritePath", before, Rewrite([wanted])));
            modify.Transforms = [wanted];
        }

        if (changes.Count > 0)
        {
            yield return new ChangeStep(changes, () => $"rule {rule.Priority} changed", cancel =>
            {
                modify.Actions = planned is null ? null : [planned.Create()];
                return connection.LoadBalancing.ModifyRuleAsync(modify, cancel);
            });
        }

        if (request.Priority is { } priority && priority != rule.Priority())
        {
            yield return Move(new Dictionary<string, int> { [rule.RuleArn] = priority }, [new PlacedRule(rule.RuleArn, rule.Priority() ?? 0, conditions)]);
        }
    }

    private System.Threading.Tasks.Task SetPrioritiesAsync(IReadOnlyDictionary<string, int> priorities, CancellationToken cancellationToken)
        => connection.LoadBalancing.SetRulePrioritiesAsync(
            new SetRulePrioritiesRequest
            {
                RulePriorities = priorities.Select(rule => new RulePriorityPair { RuleArn = rule.Key, Priority = rule.Value }).ToList(),
            },
            cancellationToken);

    private async Task<string> CreateAsync(CreateRuleRequest request, bool mayMove, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var created = await connection.LoadBalancing.CreateRuleAsync(request, cancellationToken).ConfigureAwait(false);
                return created.Rules[0].RuleArn;
            }
            catch (PriorityInUseException) when (mayMove && attempt < Attempts)
            {
                var rules = await connection.RulesAsync(listenerArn, cancellationToken).ConfigureAwait(false);
                var priorities = new RoutePriorities(rules.Where(rule => rule.IsDefault != true).Select(
                    rule => new PlacedRule(rule.RuleArn, rule.Priority() ?? 0, RouteConditions.From(rule.Conditions))));
                request.Priority = priorities.Choose(RouteConditions.From(request.Conditions));
                if (priorities.Moved.Count > 0)
                {
                    await SetPrioritiesAsync(priorities.Moved, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    private static List<RuleTransform>? Transforms(RouteRequest request)
        => request.Target?.RewritePath is not { } rewrite ? null :
        [
            new RuleTransform
            {
                Type = TransformTypeEnum.UrlRewrite,
                UrlRewriteConfig = new UrlRewriteConfig { Rewrites = [new RewriteConfig { Regex = rewrite.Key, Replace = rewrite.Value }] },
            },
        ];

    private static string? Rewrite(List<RuleTransform>? transforms)
        => (transforms ?? []).Find(transform => transform.UrlRewriteConfig is not null)?.UrlRewriteConfig.Rewrites is [var rewrite, ..]
            ? $"{rewrite.Regex} -> {rewrite.Replace}" : null;

    private static string Priority(PlacedRule rule) => rule.Priority.ToString(CultureInfo.InvariantCulture);

    /// <summary>A rule of a plan.</summary>
    internal sealed class NewRule
    {
        public string? Arn { get; set; }

        public ChangeStep Step { get; set; } = null!;
    }
}
