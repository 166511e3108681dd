using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The operations on rules. Used under the lock of the service.</summary>
internal sealed class RuleOperations
{
    private readonly LoadBalancingStore _store;
    private readonly ActionRules _actions;

    public RuleOperations(LoadBalancingStore store, ActionRules actions)
    {
        _store = store;
        _actions = actions;
    }

    public JsonObject Create(SandboxCall call)
    {
        var input = call.Input;
        var (balancer, listener) = _store.RequireListener(input.Text("ListenerArn")!);
        var priority = (int)input.Integer("Priority")!.Value;
        var conditions = ReadConditions(input);
        var transforms = TransformJson.Read(input.Objects("Transforms"));
        var (action, order) = _actions.Read(input.Objects("Actions"), balancer, listener.Protocol, listener.Port);
        if (listener.Rules.Exists(rule => rule.Priority == priority))
        {
            throw LoadBalancingErrors.PriorityInUse();
        }

        if (balancer.Listeners.Sum(known => known.Rules.Count(rule => !rule.IsDefault)) >= LoadBalancingQuotas.Rules)
        {
            throw LoadBalancingErrors.TooMany("TooManyRules", "rules per load balancer");
        }

        var created = new ListenerRule
        {
            Arn = _store.NewArn("listener-rule/" + ListenerOperations.PathOf(listener)),
            Priority = priority,
            Conditions = conditions,
            Transforms = transforms,
            Action = action,
            Order = order,
            Tags = new ResourceTags(input.Objects("Tags")),
        };
        listener.Rules.Add(created);
        listener.Sort();
        return Answer([created]);
    }

    public JsonObject Describe(SandboxCall call)
    {
        var (listener, arns) = (call.Input.Text("ListenerArn"), call.Input.Texts("RuleArns"));
        if (listener is null == (arns.Count == 0))
        {
            throw LoadBalancingErrors.Invalid(listener is null
                ? "You must specify either listener rule ARNs or a listener ARN"
                : "Listener rule ARNs and a listener ARN cannot be specified at the same time");
        }

        var found = listener is not null
            ? _store.RequireListener(listener).Listener.Rules
            : arns.Distinct(StringComparer.Ordinal).Select(arn => _store.FindRule(arn)?.Rule ?? throw LoadBalancingErrors.NoRules()).ToList();
        return LoadBalancingPages.Page(call.Input, "Rules", found, RuleJson.Write, rule => rule.Arn);
    }

    public JsonObject Modify(SandboxCall call)
    {
        var input = call.Input;
        var (balancer, listener, rule) = _store.RequireRule(input.Text("RuleArn")!);
        if (rule.IsDefault)
        {
            throw LoadBalancingErrors.NotPermitted($"Default rule '{rule.Arn}' cannot be modified");
        }

        var resets = input.Flag("ResetTransforms") == true;
        var (conditions, actions, transforms) = (input["Conditions"], input["Actions"], input["Transforms"]);
        if (conditions is null && actions is null && transforms is null && !resets)
        {
            throw LoadBalancingErrors.Invalid("Either conditions or actions must be specified");
        }

        if (resets && transforms is not null)
        {
            throw LoadBalancingErrors.Invalid("Transforms cannot be specified when they are reset");
        }

        // All is checked before anything changes.
        var newConditions = conditions is null ? rule.Conditions : ReadConditions(input);
        var newTransforms = resets ? [] : transforms is null ? rule.Transforms : TransformJson.Read(input.Objects("Transforms"));
        var (action, order) = actions is null
            ? (rule.Action, rule.Order)
            : _actions.Read(input.Objects("Actions"), balancer, listener.Protocol, listener.Port);
        (rule.Conditions, rule.Transforms, rule.Action, rule.Order) = (newConditions, newTransforms, action, order);
        return Answer([rule]);
    }

    public JsonObject Delete(SandboxCall call)
    {
        var (_, listener, rule) = _store.RequireRule(call.Input.Text("RuleArn")!);
        if (rule.IsDefault)
        {
            throw LoadBalancingErrors.NotPermitted($"Default rule '{rule.Arn}' cannot be deleted");
        }

        listener.Rules.Remove(rule);
        return [];
    }

    /// <summary>Sets several priorities at once, so that rules can swap theirs. All are set, or none.</summary>
    public JsonObject SetPriorities(SandboxCall call)
    {
        var wanted = call.Input.Objects("RulePriorities")
            .Select(pair => (
                Found: _store.RequireRule(pair.Text("RuleArn") ?? ""),
                Priority: (int)(pair.Integer("Priority") ?? throw LoadBalancingErrors.Invalid("A priority must be specified"))))
            .ToList();
        if (wanted.Count == 0)
        {
            throw LoadBalancingErrors.Invalid("A rule priority must be specified");
        }

        if (wanted.Find(item => item.Found.Rule.IsDefault) is { Found.Rule: { } fixedRule })
        {
            throw LoadBalancingErrors.NotPermitted($"Default rule '{fixedRule.Arn}' cannot be assigned a priority");
        }

        if (wanted.GroupBy(item => item.Found.Rule.Arn).Any(same => same.Count() > 1))
        {
            throw LoadBalancingErrors.Invalid("A rule cannot be specified more than once");
        }

        var listener = wanted[0].Found.Listener;
        if (wanted.Exists(item => item.Found.Listener != listener))
        {
            throw LoadBalancingErrors.Invalid("The rules must belong to the same listener");
        }

        if (wanted.GroupBy(item => item.Priority).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw LoadBalancingErrors.Invalid($"Priority '{twice.Key}' was provided multiple times");
        }

        var others = listener.Rules.Where(rule => wanted.TrueForAll(item => item.Found.Rule != rule));
        if (others.Any(rule => wanted.Exists(item => item.Priority == rule.Priority)))
        {
            throw LoadBalancingErrors.PriorityInUse();
        }

        wanted.ForEach(item => item.Found.Rule.Priority = item.Priority);
        listener.Sort();
        return Answer(wanted.Select(item => item.Found.Rule));
    }

    private static IReadOnlyList<RuleCondition> ReadConditions(JsonObject input)
    {
        var conditions = input.Objects("Conditions").Select(ConditionJson.Read).ToList();
        ConditionRules.Check(conditions);
        return conditions;
    }

    private static JsonObject Answer(IEnumerable<ListenerRule> rules) => new() { ["Rules"] = rules.Select(RuleJson.Write).ToJson() };
}
