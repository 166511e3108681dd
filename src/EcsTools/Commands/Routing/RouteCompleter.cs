using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.Routing.Rules;

namespace EcsTools.Commands.Routing;

/// <summary>Completes names of routes of the load balancer on the command line, or of every load balancer.</summary>
public sealed class RouteCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override string Scope(IDictionary bound)
        => (bound["LoadBalancer"] is PSObject wrapped ? wrapped.BaseObject : bound["LoadBalancer"]) as string ?? "";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>();
        var query = new RouteQuery { LoadBalancers = scope.Length > 0 ? [scope] : null };
        await foreach (var route in new Routes(connection).GetAsync(query, null, cancellationToken).ConfigureAwait(false))
        {
            if (route.RouteName is { } name && !names.ContainsKey(name))
            {
                names.Add(name, $"{route.LoadBalancer}:{route.ListenerPort} {string.Join(" and ", route.Conditions)}");
            }
        }

        return [.. names];
    }
}
