using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Routing.Rules;

/// <summary>Finds the routes that a command changes or removes. They must be named.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class RouteSelection(AwsConnection connection)
{
    /// <summary>The routes. A name without wildcards that does not exist is reported.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="isDefault">Whether the default routes of the listeners are meant.</param>
    /// <param name="missing">Called with each name that does not exist.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">No route was named, or routes of several load balancers have the name.</exception>
    public async Task<IReadOnlyList<FargateRoute>> RequireAsync(
        RouteQuery query, bool isDefault, Action<EcsToolsException> missing, CancellationToken cancellationToken)
    {
        if (query is { RouteNames: null or { Count: 0 }, ListenerRuleArns: null } && !isDefault)
        {
            throw new EcsToolsException(
                ErrorCodes.RouteNotNamed,
                "No route was named.",
                "Give -RouteName, -ListenerRuleArn, or -LoadBalancer with -Default. Get-FargateRoute lists all routes.",
                "RouteName");
        }

        if (isDefault && query is { LoadBalancers: null, ListenerRuleArns: null })
        {
            throw new EcsToolsException(
                ErrorCodes.RouteNotNamed, "-Default does not say of which load balancer.", "Add -LoadBalancer with its name.", "LoadBalancer");
        }

        var found = new List<FargateRoute>();
        await foreach (var route in new Routes(connection).GetAsync(query, missing, cancellationToken).ConfigureAwait(false))
        {
            if (!isDefault || route.IsDefault)
            {
                found.Add(route);
            }
        }

        var balancers = found.Select(route => route.LoadBalancer).Distinct(StringComparer.Ordinal).ToList();
        return query.ListenerRuleArns is not null || balancers.Count <= 1 ? found : throw new EcsToolsException(
            ErrorCodes.RouteAmbiguous,
            $"The load balancers {string.Join(" and ", balancers)} have routes with the name {string.Join(", ", query.RouteNames ?? [])}.",
            $"Choose one with -LoadBalancer, such as -LoadBalancer {balancers[0]}.",
            "LoadBalancer",
            balancers[0]);
    }
}
