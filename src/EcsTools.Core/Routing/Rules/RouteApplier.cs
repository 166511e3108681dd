using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>Adds routes.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class RouteApplier(AwsConnection connection)
{
    /// <summary>Works out what to do. Changes nothing.</summary>
    /// <param name="request">The route.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The request is invalid, or names something that does not exist.</exception>
    public Task<RoutePlan> PlanAsync(RouteRequest request, CancellationToken cancellationToken)
        => new RoutePlanner(connection).PlanAsync(request, cancellationToken);

    /// <summary>Carries out a plan.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>The rules of the route.</returns>
    /// <exception cref="EcsToolsException">A call failed. <see cref="AwsConnection.Changes"/> has what was created before.</exception>
    public async Task<IReadOnlyList<FargateRoute>> ApplyAsync(RoutePlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var name = plan.Request.Target?.Name ?? "route";
        if (plan.Steps.Count > 0)
        {
            await ChangeStep.RunAllAsync(
                plan.Steps, $"Route {name} of load balancer {plan.LoadBalancer.LoadBalancer}", progress, cancellationToken).ConfigureAwait(false);
        }

        var arns = plan.Rules.Select(arn => arn()).ToList();
        var all = await new Routes(connection).OfAsync(plan.LoadBalancer, plan.Listener, cancellationToken).ConfigureAwait(false);
        var role = plan.Request.Target?.TwoTargetGroups == true
            ? (await new EcsRoles(connection).EnsureAsync(
                new EcsRoleRequest { Kind = EcsRoleKind.Infrastructure }, null, cancellationToken).ConfigureAwait(false)).RoleArn
            : null;
        return all.Where(route => arns.Contains(route.ListenerRuleArn, StringComparer.Ordinal))
            .Select(route => route with
            {
                Change = plan.Change,
                Differences = plan.Differences,
                LoadBalancerRoleArn = role,
                TestListenerRuleArn = plan.TestRule?.Invoke(),
            })
            .ToList();
    }
}
