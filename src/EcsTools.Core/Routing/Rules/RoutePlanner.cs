using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using Action = Amazon.ElasticLoadBalancingV2.Model.Action;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Routing.Rules;

/// <summary>Works out how to add a route. Changes nothing.</summary>
internal sealed class RoutePlanner(AwsConnection connection)
{
    private readonly List<ChangeStep> _steps = [];
    private readonly List<string> _warnings = [];
    private readonly List<Func<string>> _arns = [];
    private Func<string>? _testArn;
    private bool _isNew;

    public async Task<RoutePlan> PlanAsync(RouteRequest request, CancellationToken cancellationToken)
    {
        RouteChecks.Request(request);
        var conditions = RouteConditionChecks.Conditions(request.Conditions);
        var parts = RouteSplit.Split(conditions);
        var redirect = request.Redirect is { } to ? RedirectAddress.Parse(to) : null;
        var balancer = await new LoadBalancers(connection).RequireAsync(request.LoadBalancer, cancellationToken).ConfigureAwait(false);
        LoadBalancers.CheckOwner(balancer);
        var listener = ListenerOf(balancer, request.ListenerPort);
        var rules = new ListenerRules(
            connection, listener.ListenerArn, await connection.RulesAsync(listener.ListenerArn, cancellationToken).ConfigureAwait(false));
        var groups = await GroupsAsync(request, balancer, cancellationToken).ConfigureAwait(false);
        TargetGroupPlanner.CheckVersions(groups, balancer, listener);
        var action = redirect is not null ? new RouteAction(new Action { Type = ActionTypeEnum.Redirect, RedirectConfig = redirect }, [])
            : request.Answer is { } answer ? new RouteAction(Answer(answer), []) : new RouteAction(null, groups);
        if (request.IsDefault)
        {
            await DefaultAsync(request, listener, rules.Rules[rules.Rules.Count - 1], action, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await RulesAsync(request, rules, parts, action, cancellationToken).ConfigureAwait(false);
        }

        if (request.Test is not null)
        {
            await TestRuleAsync(request, balancer, rules, parts, action, cancellationToken).ConfigureAwait(false);
        }

        _steps.AddRange(rules.Steps());
        return new RoutePlan(request, balancer, listener)
        {
            Steps = _steps,
            Warnings = _warnings,
            Rules = _arns,
            TestRule = _testArn,
            IsNew = _isNew,
        };
    }

    /// <summary>The listener of a port, or else the one for HTTPS, or else the first one.</summary>
    /// <param name="balancer">The load balancer.</param>
    /// <param name="port">The port, or null.</param>
    /// <param name="parameter">The parameter that gave the port.</param>
    public static FargateListener ListenerOf(FargateLoadBalancer balancer, int? port, string parameter = "ListenerPort")
        => (port is { } number
            ? balancer.Listeners.FirstOrDefault(listener => listener.ListenerPort == number)
            : balancer.Listeners.FirstOrDefault(listener => listener.Protocol == "HTTPS") ?? balancer.Listeners.FirstOrDefault())
            ?? throw new EcsToolsException(
                ErrorCodes.ListenerNotFound,
                $"Load balancer '{balancer.LoadBalancer}' has no listener{(port is null ? "" : $" on port {port}")}"
                    + (balancer.Listeners.Count == 0 ? "." : $". It has {string.Join(", ", balancer.Listeners.Select(listener => listener.ListenerPort))}."),
                $"Create it: New-FargateLoadBalancer {balancer.LoadBalancer} -Port {port ?? 80}",
                parameter,
                port);

    private async Task<IReadOnlyList<PlannedGroup>> GroupsAsync(RouteRequest request, FargateLoadBalancer balancer, CancellationToken cancellationToken)
    {
        if (request.Target is not { } target)
        {
            return [];
        }

        var planner = new TargetGroupPlanner(connection);
        var groups = new List<PlannedGroup>();
        foreach (var name in target.TwoTargetGroups ? new[] { target.Name, RouteChecks.AlternateName(target.Name) } : [target.Name])
        {
            var (group, steps) = await planner.PlanAsync(
                target, name, balancer.VpcId, balancer.LoadBalancerArn, request.Tags, cancellationToken).ConfigureAwait(false);
            groups.Add(group);
            _steps.AddRange(steps);
        }

        if (target.TwoTargetGroups)
        {
            var role = new EcsRoleRequest { Kind = EcsRoleKind.Infrastructure };
            var roles = new EcsRoles(connection);
            var plan = await roles.PlanAsync(role, cancellationToken).ConfigureAwait(false);
            if (plan.Steps.Count > 0)
            {
                _steps.Add(new ChangeStep(
                    plan.Steps.Select(step => new FieldChange($"roles[{plan.RoleName}]", null, step.Description)).ToList(),
                    () => $"role {plan.RoleName} prepared",
                    cancel => roles.ApplyAsync(plan, null, cancel)));
            }
        }

        return groups;
    }

    private async Task DefaultAsync(
        RouteRequest request, FargateListener listener, Rule rule, RouteAction action, CancellationToken cancellationToken)
    {
        if (request.Target?.RewritePath is not null)
        {
            throw LoadBalancerChecks.Wrong("RewritePath", "", "cannot be used with -Default: the default rule has no transforms.", "with -Path '*' instead");
        }

        _arns.Add(() => rule.RuleArn);
        var current = ActionText.Last(rule.Actions);
        var planned = await ActionAsync(request, action, rule, current, [], cancellationToken).ConfigureAwait(false);
        if (planned is null)
        {
            return;
        }

        _isNew = true;
        _steps.Add(new ChangeStep(
            new FieldChange($"listeners[{listener.ListenerPort}].default", ActionText.Describe(current), planned.Text),
            $"default route of port {listener.ListenerPort} set",
            cancel => connection.LoadBalancing.ModifyListenerAsync(
                new ModifyListenerRequest { ListenerArn = listener.ListenerArn, DefaultActions = [planned.Create()] }, cancel)));
    }

    private async Task RulesAsync(
        RouteRequest request,
        ListenerRules rules,
        IReadOnlyList<IReadOnlyList<FargateRouteCondition>> parts,
        RouteAction action,
        CancellationToken cancellationToken)
    {
        var (placed, priorities) = (rules.Placed, rules.Priorities);
        var next = request.Priority;
        foreach (var part in parts)
        {
            var same = placed.Find(rule => RouteConditions.Same(rule.Conditions, part));
            if (same is not null)
            {
                await ChangeAsync(request, rules.Rules.First(rule => rule.RuleArn == same.RuleArn), part, action, rules.Writer, cancellationToken)
                    .ConfigureAwait(false);
                continue;
            }

            var covering = rules.Rules.First(rule => rule.IsDefault == true
                || RouteOrder.Covers(placed.Find(other => other.RuleArn == rule.RuleArn)!.Conditions, part));
            var planned = await ActionAsync(request, action, null, null, ActionText.Targets(ActionText.Last(covering.Actions)), cancellationToken)
                .ConfigureAwait(false);
            var priority = next is { } wanted ? Wanted(wanted, priorities, placed) : priorities.Choose(part);
            if (next is not null)
            {
                priorities.Take(priority, part);
                next = priorities.FreeAfter(priority);
            }

            _isNew = true;
            _warnings.AddRange(RouteFindings.Of(request, part, priority, placed));
            var rule = rules.Writer.Creation(request, part, priority, planned!);
            _arns.Add(() => rule.Arn ?? "");
            rules.Create(rule);
        }

        _warnings.AddRange(RouteFindings.OfPaths(request, placed));
    }

    /// <summary>Plans the rule for test traffic. It comes before the rule of the route, because it has more conditions.</summary>
    private async Task TestRuleAsync(
        RouteRequest request,
        FargateLoadBalancer balancer,
        ListenerRules production,
        IReadOnlyList<IReadOnlyList<FargateRouteCondition>> parts,
        RouteAction action,
        CancellationToken cancellationToken)
    {
        var listener = request.Test!.ListenerPort is null ? null : ListenerOf(balancer, request.Test.ListenerPort, "TestListenerPort");
        var isSame = listener is null || listener.ListenerArn == production.ListenerArn;
        var conditions = TestTraffic.Conditions(request, parts, isSame);
        var rules = isSame ? production : new ListenerRules(
            connection, listener!.ListenerArn, await connection.RulesAsync(listener.ListenerArn, cancellationToken).ConfigureAwait(false));
        if (rules.Placed.Find(rule => RouteConditions.Same(rule.Conditions, conditions)) is { } same)
        {
            var rule = rules.Rules.First(other => other.RuleArn == same.RuleArn);
            _testArn = () => rule.RuleArn;
            if (!ActionText.Targets(ActionText.Last(rule.Actions)).Any(target => action.Groups.Any(group => group.Is(target.Arn))))
            {
                throw Exists(request, rule);
            }

            _steps.AddRange(rules.Writer.Changes(TestChange(request, rule, isSame, rules.Placed), rule, conditions, null, null));
            return;
        }

        _isNew = true;
        var created = rules.Writer.Creation(TestTraffic.Request(request), conditions, rules.Priorities.Choose(conditions), Planned(Whole(action)));
        _testArn = () => created.Arn ?? "";
        rules.Create(created);
        if (!isSame)
        {
            _steps.AddRange(rules.Steps());
        }
    }

    /// <summary>The request for an existing rule for test traffic, which stays before the route on its listener.</summary>
    private static RouteRequest TestChange(RouteRequest request, Rule rule, bool isSameListener, List<PlacedRule> placed)
        => TestTraffic.Request(request) with
        {
            Priority = isSameListener && request.Priority is { } place && place < rule.Priority() ? TestRuleChange.PlaceBefore(place, placed) : null,
        };

    private static int Wanted(int wanted, RoutePriorities priorities, List<PlacedRule> placed)
        => priorities.IsFree(wanted) ? wanted : throw new EcsToolsException(
            ErrorCodes.PriorityTaken,
            $"Priority {wanted} is taken by the rule for {RouteConditions.Describe(placed.First(rule => rule.Priority == wanted).Conditions)}.",
            $"Use -Priority {priorities.FreeAfter(wanted)}, or leave out -Priority: then the more specific route comes first.",
            "Priority",
            wanted);

    private async Task ChangeAsync(
        RouteRequest request, Rule rule, IReadOnlyList<FargateRouteCondition> part, RouteAction action, RuleWriter writer, CancellationToken cancellationToken)
    {
        _arns.Add(() => rule.RuleArn);
        var current = ActionText.Last(rule.Actions);
        var planned = await ActionAsync(request, action, rule, current, [], cancellationToken).ConfigureAwait(false);
        _steps.AddRange(writer.Changes(request, rule, part, current, planned));
    }

    /// <summary>What the rule shall do; null if it does that already.</summary>
    private async Task<PlannedAction?> ActionAsync(
        RouteRequest request,
        RouteAction action,
        Rule? rule,
        Action? current,
        IReadOnlyList<(string Arn, int Weight)> answering,
        CancellationToken cancellationToken)
    {
        if (action.Fixed is { } other)
        {
            var text = ActionText.Describe(other);
            if (rule is { IsDefault: not true } && current?.Type?.Value != other.Type.Value)
            {
                throw Exists(request, rule);
            }

            return current is not null && SameFixed(current, other) ? null : new PlannedAction(text, () => other);
        }

        var before = ActionText.Targets(current);
        var group = action.Groups[0];
        if (rule is null)
        {
            return request.Weight is null or 100 ? Planned(Whole(action))
                : Planned(RouteWeights.Share(Shared(request, answering), group, request.Weight.Value));
        }

        var isThere = before.Any(target => group.Is(target.Arn));
        if (isThere && request.Weight is null)
        {
            return null;
        }

        // A default answer gives way to the first default route. A rule was added by somebody, whatever it does.
        if (!isThere && request.Weight is null && (before.Count > 0 || rule.IsDefault != true))
        {
            throw Exists(request, rule);
        }

        if (before.Count > 1)
        {
            await WeightOwnership.CheckAsync(connection, rule.RuleArn, force: false, cancellationToken).ConfigureAwait(false);
        }

        var weights = request.Weight is null or 100 && !isThere && before.Count == 0
            ? Whole(action) : RouteWeights.Share(request.Weight == 100 ? before : Shared(request, before), group, request.Weight ?? 100);
        return ActionText.Describe(current) == RouteWeights.Describe(weights) ? null : Planned(weights, current?.ForwardConfig?.TargetGroupStickinessConfig);
    }

    private static PlannedAction Planned(IReadOnlyList<PlannedWeight> weights, TargetGroupStickinessConfig? stickiness = null)
        => new(RouteWeights.Describe(weights), () => RouteWeights.Forward(weights, stickiness));

    private static List<PlannedWeight> Whole(RouteAction action)
        => action.Groups.Select((group, i) => new PlannedWeight(group.Name, () => group.Arn, i == 0 ? 100 : 0)).ToList();

    private static IReadOnlyList<(string Arn, int Weight)> Shared(RouteRequest request, IReadOnlyList<(string Arn, int Weight)> answering)
        => answering.Count > 0 ? answering : throw new EcsToolsException(
            ErrorCodes.NothingToShareWith,
            $"-Weight {request.Weight} leaves {100 - request.Weight} percent of the requests to the target group that answers them now, but there is none.",
            "Leave out -Weight: the route then forwards all of its requests.",
            "Weight",
            request.Weight);

    private static EcsToolsException Exists(RouteRequest request, Rule rule)
    {
        var action = ActionText.Describe(ActionText.Last(rule.Actions));
        var place = rule.IsDefault == true ? "The default route" : $"Rule {rule.Priority}";
        return new EcsToolsException(
            ErrorCodes.RouteExists,
            $"{place} is for the same requests ({RouteConditions.Describe(RouteConditions.From(rule.Conditions))}) and {action}.",
            request.Target is { } target
                ? $"Share them with -Weight, such as -Weight 10, which leaves 90 percent to the current group; or replace the route: "
                    + $"-Weight 100 -Name {target.Name}"
                : $"Remove it first: Remove-FargateRoute -ListenerRuleArn {rule.RuleArn}",
            request.IsDefault ? "Default" : "Path",
            rule.RuleArn);
    }

    private static Action Answer(AnswerRequest answer) => new()
    {
        Type = ActionTypeEnum.FixedResponse,
        FixedResponseConfig = new FixedResponseActionConfig
        {
            StatusCode = answer.StatusCode.ToString(CultureInfo.InvariantCulture),
            ContentType = answer.ContentType ?? "text/plain",
            MessageBody = answer.Body,
        },
    };

    private static bool SameFixed(Action one, Action other)
        => one.Type?.Value == other.Type?.Value && ActionText.Describe(one) == ActionText.Describe(other)
            && (one.FixedResponseConfig?.MessageBody ?? "") == (other.FixedResponseConfig?.MessageBody ?? "")
            && one.FixedResponseConfig?.ContentType == other.FixedResponseConfig?.ContentType;

    /// <summary>What the route does: a fixed action, or a forward to groups.</summary>
    private sealed record RouteAction(Action? Fixed, IReadOnlyList<PlannedGroup> Groups);
}

/// <summary>An action of a plan. It is created when the ARNs of its groups are known.</summary>
internal sealed record PlannedAction(string Text, Func<Action> Create);
