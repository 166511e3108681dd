using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing.Balancers;

namespace EcsTools.Routing.Rules;

/// <summary>Changes routes: weights, health check, priority and conditions.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class RouteChanger(AwsConnection connection)
{
    private readonly WeightChange _weights = new(connection);

    /// <summary>Works out what to do. Changes nothing.</summary>
    /// <param name="route">The route.</param>
    /// <param name="request">What to change.</param>
    /// <param name="progress">Receives the progress of a change that takes several steps; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The request is invalid, or a deployment sets the weights.</exception>
    public async Task<RouteChangePlan> PlanAsync(
        FargateRoute route, RouteChangeRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        Check(route, request);
        var conditions = RouteConditionChecks.Conditions(request.Conditions);
        var balancer = await new LoadBalancers(connection).RequireAsync(route.LoadBalancerArn, cancellationToken).ConfigureAwait(false);
        LoadBalancers.CheckOwner(balancer);
        var (steps, warnings) = (new List<ChangeStep>(), new List<string>());
        steps.AddRange(await GroupStepsAsync(route, request, cancellationToken).ConfigureAwait(false));
        if (conditions.Count > 0 || request.Priority is not null)
        {
            steps.AddRange(await RuleStepsAsync(route, request, conditions, warnings, cancellationToken).ConfigureAwait(false));
        }

        // The weights come last: a new health check then already applies while the traffic moves.
        if (request.ChangesWeights)
        {
            steps.AddRange(await WeightStepsAsync(route, request, progress, cancellationToken).ConfigureAwait(false));
        }

        return new RouteChangePlan(route, request, steps) { Warnings = warnings };
    }

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">A call failed, or the weights turned back.</exception>
    public async Task<FargateRoute> ApplyAsync(RouteChangePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        if (plan.Change == ChangeStatus.Unchanged)
        {
            return plan.Route with { Change = ChangeStatus.Unchanged };
        }

        var name = plan.Route.RouteName ?? plan.Route.ListenerRuleArn;
        await ChangeStep.RunAllAsync(plan.Steps, $"Route {name}", progress, cancellationToken).ConfigureAwait(false);
        var query = new RouteQuery { ListenerRuleArns = [plan.Route.ListenerRuleArn] };
        await foreach (var route in new Routes(connection).GetAsync(query, null, cancellationToken).ConfigureAwait(false))
        {
            return route with { Change = plan.Change, Differences = plan.Differences };
        }

        throw Routes.Missing(name, []);
    }

    private static void Check(FargateRoute route, RouteChangeRequest request)
    {
        RouteChecks.Target(request.Target with { Name = "route" });
        LoadBalancerChecks.Within(request.Priority, 1, RoutePriorities.Last, "Priority", "");
        LoadBalancerChecks.Within(request.Steps?.Percent, 1, 100, "StepPercent", "percent");
        LoadBalancerChecks.Within(request.Steps?.MaximumErrorPercent, 0, 100, "MaximumErrorPercent", "percent");
        if (route.IsDefault && (request.Priority is not null || !request.Conditions.IsEmpty))
        {
            var parameter = request.Priority is null ? "Path" : "Priority";
            throw new EcsToolsException(
                ErrorCode.InvalidValue(parameter).OfRecord,
                $"-{parameter} cannot change the default route of port {route.ListenerPort}, which has no conditions and always comes last.",
                "Add a route with conditions: Add-FargateRoute.",
                parameter,
                route.ListenerRuleArn);
        }

        if (request.Steps is not null && !request.ChangesWeights)
        {
            throw new EcsToolsException(
                ErrorCodes.StepsWithoutWeight,
                $"-StepPercent {request.Steps.Percent} moves weights, but there is no -Weight.",
                "Add -Weight, such as -Weight 100.",
                "StepPercent",
                request.Steps.Percent);
        }
    }

    private async Task<IReadOnlyList<ChangeStep>> GroupStepsAsync(FargateRoute route, RouteChangeRequest request, CancellationToken cancellationToken)
    {
        var target = request.Target;
        if (target.HealthCheck.IsEmpty && target is { DeregistrationDelay: null, SlowStart: null, Stickiness: null })
        {
            return [];
        }

        var arns = new[] { route.TargetGroupArn, route.AlternateTargetGroupArn }.OfType<string>().ToList();
        if (arns.Count == 0)
        {
            throw new EcsToolsException(
                ErrorCode.InvalidValue("HealthCheckPath").OfRecord,
                $"The settings of a target group were given, but {(route.IsDefault ? "the default route" : $"rule {route.Priority}")} is a {route.Action}.",
                "Choose a route that forwards. Get-FargateRoute lists all routes.",
                "RouteName",
                route.ListenerRuleArn);
        }

        var groups = await connection.TargetGroupsAsync(new DescribeTargetGroupsRequest { TargetGroupArns = arns }, cancellationToken).ConfigureAwait(false);
        var steps = new List<ChangeStep>();
        foreach (var group in groups)
        {
            steps.AddRange(await new TargetGroupPlanner(connection).ChangesAsync(target, group, cancellationToken).ConfigureAwait(false));
        }

        return steps;
    }

    /// <summary>The steps for conditions and priorities: of the rule of the route, and of the rule for its test traffic.</summary>
    private async Task<IReadOnlyList<ChangeStep>> RuleStepsAsync(
        FargateRoute route,
        RouteChangeRequest request,
        IReadOnlyList<FargateRouteCondition> conditions,
        List<string> warnings,
        CancellationToken cancellationToken)
    {
        var rules = await connection.RulesAsync(route.ListenerArn, cancellationToken).ConfigureAwait(false);
        var others = rules.Where(rule => rule.IsDefault != true && rule.RuleArn != route.ListenerRuleArn)
            .Select(rule => new PlacedRule(rule.RuleArn, rule.Priority() ?? 0, RouteConditions.From(rule.Conditions))).ToList();
        var merged = Merge(route, conditions);
        CheckPriority(route, request, others);
        var test = await new TestRuleChange(connection).PlanAsync(route, merged, request.Priority, others, cancellationToken).ConfigureAwait(false);
        warnings.AddRange(test.Warnings);
        warnings.AddRange(RouteFindings.Of(AsRequest(route, request), merged, request.Priority ?? route.Priority ?? 0, test.Others));
        warnings.AddRange(RouteFindings.OfPaths(AsRequest(route, request), test.Others));
        return [.. test.Steps, .. ConditionSteps(route, merged), .. PrioritySteps(route, request)];
    }

    private static IReadOnlyList<FargateRouteCondition> Merge(FargateRoute route, IReadOnlyList<FargateRouteCondition> given)
    {
        bool IsGiven(FargateRouteCondition condition) => given.Any(other => other.Field == condition.Field
            && string.Equals(other.Name, condition.Name, StringComparison.OrdinalIgnoreCase));
        var merged = route.Conditions.Where(condition => !IsGiven(condition)).Concat(given).ToList();
        var parts = RouteSplit.Split(merged);
        return parts.Count == 1 ? merged : throw new EcsToolsException(
            ErrorCodes.TooManyConditions,
            $"Rule {route.Priority} would have {merged.Sum(condition => condition.Values.Count)} values: {RouteConditions.Describe(merged)}. AWS allows "
                + "five in a rule and three in a condition.",
            $"Add the other values as a second route: Add-FargateRoute {route.LoadBalancer} <paths> -Name {route.RouteName}",
            "Path",
            route.ListenerRuleArn);
    }

    private IEnumerable<ChangeStep> ConditionSteps(FargateRoute route, IReadOnlyList<FargateRouteCondition> merged)
    {
        if (!RouteConditions.Same(route.Conditions, merged))
        {
            yield return new RuleWriter(connection, route.ListenerArn).NewConditions(
                new PlacedRule(route.ListenerRuleArn, route.Priority ?? 0, route.Conditions), merged);
        }
    }

    private static void CheckPriority(FargateRoute route, RouteChangeRequest request, List<PlacedRule> others)
    {
        if (request.Priority is { } priority && priority != route.Priority && others.Find(rule => rule.Priority == priority) is { } taken)
        {
            throw new EcsToolsException(
                ErrorCodes.PriorityTaken,
                $"Priority {priority} is taken by the rule for {RouteConditions.Describe(taken.Conditions)}.",
                $"Use -Priority {new RoutePriorities(others).FreeAfter(priority)}.",
                "Priority",
                priority);
        }
    }

    private IEnumerable<ChangeStep> PrioritySteps(FargateRoute route, RouteChangeRequest request)
    {
        if (request.Priority is { } priority && priority != route.Priority)
        {
            yield return new RuleWriter(connection, route.ListenerArn).Move(
                new Dictionary<string, int> { [route.ListenerRuleArn] = priority },
                [new PlacedRule(route.ListenerRuleArn, route.Priority ?? 0, route.Conditions)],
                $"rule {route.Priority} moved to {priority}");
        }
    }

    private async Task<IReadOnlyList<ChangeStep>> WeightStepsAsync(
        FargateRoute route, RouteChangeRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var wanted = await _weights.WantedAsync(route, request, cancellationToken).ConfigureAwait(false);
        var before = route.Targets.Select(target => (target.TargetGroupArn, target.Weight)).ToList();
        if (WeightChange.Describe(before.OrderBy(weight => weight.TargetGroupArn, StringComparer.Ordinal))
            == WeightChange.Describe(wanted.OrderBy(weight => weight.Arn, StringComparer.Ordinal)))
        {
            return [];
        }

        await WeightOwnership.CheckAsync(connection, route.ListenerRuleArn, request.Force, cancellationToken).ConfigureAwait(false);
        var by = request.Steps is { } steps ? FormattableString.Invariant($", {steps.Percent} percent every {steps.Interval.TotalSeconds} s") : "";
        return
        [
            new ChangeStep(
                new FieldChange(
                    route.IsDefault ? $"listeners[{route.ListenerPort}].weights" : $"rules[{route.Priority}].weights",
                    WeightChange.Describe(before),
                    WeightChange.Describe(wanted) + by),
                "weights changed",
                async cancel =>
                {
                    await new WeightHistory(connection).KeepAsync(route, cancel).ConfigureAwait(false);
                    if (request.Steps is { } stages)
                    {
                        await new WeightShift(connection).RunAsync(route, wanted, stages, progress, cancel).ConfigureAwait(false);
                    }
                    else
                    {
                        await _weights.WriteAsync(route, wanted, cancel).ConfigureAwait(false);
                    }
                }),
        ];
    }

    private static RouteRequest AsRequest(FargateRoute route, RouteChangeRequest request) => new()
    {
        LoadBalancer = route.LoadBalancer,
        Conditions = request.Conditions,
        Priority = request.Priority,
        Target = route.RouteName is { } name ? new TargetGroupRequest { Name = name } : null,
        Redirect = route.RedirectTo is { } address ? new RedirectRequest(address, route.StatusCode == 302) : null,
        Answer = route is { Action: "fixed-response", StatusCode: { } status } ? new AnswerRequest(status, null, null) : null,
    };
}
