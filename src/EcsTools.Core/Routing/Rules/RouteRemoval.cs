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

/// <summary>Removes routes.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class RouteRemoval(AwsConnection connection)
{
    private const int NotFound = 404;

    private readonly RouteOwners _owners = new(connection);

    /// <summary>Finds what is removed with a route. Changes nothing.</summary>
    /// <param name="route">The route.</param>
    /// <param name="alsoRemoved">ARNs of the rules that the same command removes.</param>
    /// <param name="keepTargetGroup">Whether the target groups stay.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">ECS Express Mode or a deployment owns the rule.</exception>
    public async Task<RouteRemovalPlan> PlanAsync(
        FargateRoute route, IReadOnlyCollection<string> alsoRemoved, bool keepTargetGroup, CancellationToken cancellationToken)
    {
        var balancer = await new LoadBalancers(connection).RequireAsync(route.LoadBalancerArn, cancellationToken).ConfigureAwait(false);
        LoadBalancers.CheckOwner(balancer);
        if (await _owners.OwnerAsync(route.ListenerRuleArn, cancellationToken).ConfigureAwait(false) is { } owner)
        {
            throw new EcsToolsException(
                ErrorCodes.RouteOwnedByService,
                $"The deployments of service '{owner.ServiceName}' ({owner.Strategy}) move the traffic of this route, and would fail without it.",
                $"Change the service first: Set-FargateService {owner.ServiceName} -Cluster {owner.Cluster} -Strategy Rolling, or remove it: "
                    + $"Remove-FargateService {owner.ServiceName} -Cluster {owner.Cluster}",
                "RouteName",
                route.ListenerRuleArn);
        }

        var others = (await OtherRulesAsync(balancer, cancellationToken).ConfigureAwait(false))
            .Where(rule => rule.RuleArn != route.ListenerRuleArn && rule.RuleArn != route.TestListenerRuleArn && !alsoRemoved.Contains(rule.RuleArn))
            .SelectMany(rule => ActionText.Targets(ActionText.Last(rule.Actions))).Select(target => target.Arn).ToList();
        var (removed, warnings) = (new List<string>(), new List<string>());
        foreach (var group in route.Targets.Select(target => target.TargetGroupArn).Where(arn => !others.Contains(arn)))
        {
            var users = await _owners.UsersAsync(group, cancellationToken).ConfigureAwait(false);
            if (users.Count > 0)
            {
                warnings.Add($"Target group '{ActionText.NameOf(group)}' has no other route, so {Named(users)} receives no requests any more. The group "
                    + $"stays. If the service is no longer needed: Remove-FargateService {users[0].ServiceName} -Cluster {users[0].Cluster}");
            }
            else if (!keepTargetGroup && await IsOwnAsync(group, cancellationToken).ConfigureAwait(false))
            {
                removed.Add(group);
            }
        }

        return new RouteRemovalPlan(route, removed, warnings);
    }

    /// <summary>Removes a route. The default route of a listener is replaced by an answer with the status 404.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<FargateRoute> RemoveAsync(RouteRemovalPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var route = plan.Route;
        var place = route.IsDefault ? $"listeners[{route.ListenerPort}].default" : $"rules[{route.Priority}]";
        var steps = new List<ChangeStep>();
        if (route.TestListenerRuleArn is { } test)
        {
            steps.Add(new ChangeStep(
                new FieldChange($"rules[{TestTraffic.NameOf(route.RouteName ?? place)}]", test, null),
                "rule for test traffic removed",
                cancel => RemoveRuleAsync(route with { IsDefault = false, ListenerRuleArn = test }, cancel)));
        }

        steps.Add(
            new ChangeStep(
                new FieldChange(place, RouteConditions.Describe(route.Conditions), null), $"{place} removed", cancel => RemoveRuleAsync(route, cancel)));
        steps.AddRange(plan.TargetGroups.Select(group => new ChangeStep(
            new FieldChange($"targetGroups[{ActionText.NameOf(group)}]", group, null),
            $"target group {ActionText.NameOf(group)} removed",
            cancel => RemoveGroupAsync(connection, group, cancel))));
        await ChangeStep.RunAllAsync(
            steps, $"Removing route {route.RouteName ?? place}", progress, cancellationToken).ConfigureAwait(false);
        return route with { Change = ChangeStatus.Removed };
    }

    /// <summary>Removes a target group. A rule that was removed a moment ago may still count as its user.</summary>
    internal static async Task RemoveGroupAsync(AwsConnection connection, string group, CancellationToken cancellationToken)
        => await connection.Clock.RetryAsync(
            () => connection.LoadBalancing.DeleteTargetGroupAsync(new DeleteTargetGroupRequest { TargetGroupArn = group }, cancellationToken),
            problem => problem is ResourceInUseException,
            TimeSpan.FromSeconds(30),
            cancellationToken).ConfigureAwait(false);

    private async Task RemoveRuleAsync(FargateRoute route, CancellationToken cancellationToken)
    {
        if (route.IsDefault)
        {
            await connection.LoadBalancing.ModifyListenerAsync(
                new ModifyListenerRequest { ListenerArn = route.ListenerArn, DefaultActions = [BalancerListeners.Answer(NotFound)] }, cancellationToken)
                    .ConfigureAwait(false);
            return;
        }

        try
        {
            await connection.LoadBalancing.DeleteRuleAsync(new DeleteRuleRequest { RuleArn = route.ListenerRuleArn }, cancellationToken).ConfigureAwait(false);
        }
        catch (RuleNotFoundException)
        {
            // Another command removed it at this moment.
        }
    }

    private async Task<List<Rule>> OtherRulesAsync(FargateLoadBalancer balancer, CancellationToken cancellationToken)
    {
        var all = new List<Rule>();
        foreach (var listener in balancer.Listeners)
        {
            all.AddRange(await connection.RulesAsync(listener.ListenerArn, cancellationToken).ConfigureAwait(false));
        }

        return all;
    }

    private async Task<bool> IsOwnAsync(string group, CancellationToken cancellationToken)
    {
        var tags = await connection.UnlessDeniedAsync(
            () => connection.TagsAsync([group], cancellationToken),
            [],
            "It is not known whether EcsTools created the target groups, so they stay").ConfigureAwait(false);
        return tags.TryGetValue(group, out var own) && own.TryGetValue(ManagedTag.Key, out var kind) && kind == ManagedTag.TargetGroup;
    }

    private static string Named(IReadOnlyList<FargateService> services)
        => (services.Count == 1 ? "service " : "each of the services ")
            + string.Join(", ", services.Select(service => $"'{service.ServiceName}' in cluster '{service.Cluster}'"));
}
