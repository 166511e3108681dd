using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Apps.Definition;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;

namespace EcsTools.Apps.Publishing;

/// <summary>What an earlier publication created for a service that now has no route. A target group that other rules use is not among it.</summary>
/// <param name="Routes">Its rules.</param>
/// <param name="Groups">Its target groups.</param>
/// <param name="LoadBalancers">Names of the load balancers of the rules. They stay.</param>
internal sealed record FormerRouting(
    IReadOnlyList<FargateRoute> Routes, IReadOnlyList<(string Name, string Arn)> Groups, IReadOnlyList<string> LoadBalancers)
{
    public IReadOnlyList<string> GroupArns => Groups.Select(group => group.Arn).ToList();
}

/// <summary>Finds and removes the routing that a service of an app no longer has.</summary>
internal sealed class FormerRoutes(AwsConnection connection)
{
    /// <summary>The routing of a service; null if it has none.</summary>
    /// <param name="app">Name of the app.</param>
    /// <param name="service">Name of the service within the app.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<FormerRouting?> FindAsync(string app, string service, CancellationToken cancellationToken)
    {
        var groups = await GroupsAsync(app, service, cancellationToken).ConfigureAwait(false);
        if (groups.Count == 0)
        {
            return null;
        }

        var (own, used, balancers) = (new List<FargateRoute>(), new List<string>(), new List<string>());
        foreach (var arn in groups.SelectMany(group => group.LoadBalancerArns ?? []).Distinct(StringComparer.Ordinal))
        {
            var balancer = await new LoadBalancers(connection).RequireAsync(arn, cancellationToken).ConfigureAwait(false);
            balancers.Add(balancer.LoadBalancer);
            foreach (var route in await new Routes(connection).OfAsync(balancer, new RouteQuery(), cancellationToken).ConfigureAwait(false))
            {
                if (IsOwn(route, app, service, groups))
                {
                    own.Add(route);
                }
                else
                {
                    used.AddRange(route.Targets.Select(target => target.TargetGroupArn));
                }
            }
        }

        // The rule for test traffic is removed with the rule that it belongs to.
        own.RemoveAll(route => own.Exists(other => other.TestListenerRuleArn == route.ListenerRuleArn));
        var unused = groups.Where(group => !used.Contains(group.TargetGroupArn)).Select(group => (group.TargetGroupName, group.TargetGroupArn)).ToList();
        return own.Count + unused.Count == 0 ? null : new FormerRouting(own, unused, balancers);
    }

    /// <summary>Removes the routing. The service has left its target groups.</summary>
    public async Task RemoveAsync(FormerRouting routing, AppSteps steps, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        foreach (var route in routing.Routes)
        {
            await RemoveAsync(route, steps, progress, cancellationToken).ConfigureAwait(false);
        }

        foreach (var (name, arn) in routing.Groups)
        {
            await steps.RunAsync("Target group", name, async () =>
            {
                await RouteRemoval.RemoveGroupAsync(connection, arn, cancellationToken).ConfigureAwait(false);
                return new StageResult<bool>(true, ChangeStatus.Removed);
            }).ConfigureAwait(false);
        }
    }

    /// <summary>Removes a rule. Its target groups stay.</summary>
    public Task RemoveAsync(FargateRoute route, AppSteps steps, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
        => steps.RunAsync("Route", RouteConditions.Describe(route.Conditions), async () =>
        {
            var removal = new RouteRemoval(connection);
            var plan = await removal.PlanAsync(route, [], keepTargetGroup: true, cancellationToken).ConfigureAwait(false);
            return new StageResult<FargateRoute>(
                await removal.RemoveAsync(plan, progress, cancellationToken).ConfigureAwait(false), ChangeStatus.Removed);
        });

    /// <summary>A rule is known by its tags. A default rule has none, so it is known by its target groups.</summary>
    private static bool IsOwn(FargateRoute route, string app, string service, List<TargetGroup> groups) => route.IsDefault
        ? route.Targets.Count > 0 && route.Targets.All(target => groups.Exists(group => group.TargetGroupArn == target.TargetGroupArn))
        : IsOf(route.Tags, app, service);

    private static bool IsOf(IReadOnlyDictionary<string, string> tags, string app, string service)
        => tags.TryGetValue(AppTags.App, out var owner) && owner == app && tags.TryGetValue(AppTags.Service, out var part) && part == service;

    private async Task<List<TargetGroup>> GroupsAsync(string app, string service, CancellationToken cancellationToken)
    {
        var (found, planner, name) = (new List<TargetGroup>(), new TargetGroupPlanner(connection), AppNames.TargetGroup(app, service));
        foreach (var candidate in new[] { name, RouteChecks.AlternateName(name) })
        {
            if (await planner.FindAsync(candidate, cancellationToken).ConfigureAwait(false) is { } group)
            {
                found.Add(group);
            }
        }

        var tags = await connection.TagsAsync(found.Select(group => group.TargetGroupArn).ToList(), cancellationToken).ConfigureAwait(false);
        return found.Where(group => tags.TryGetValue(group.TargetGroupArn, out var own) && IsOf(own, app, service)).ToList();
    }
}
