using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.Routing.Rules;

namespace EcsTools.Commands.Routing;

/// <summary>Completes ARNs of listener rules; the tool tip says what each route takes.</summary>
public sealed class ListenerRuleCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
    {
        var rules = new List<KeyValuePair<string, string>>();
        await foreach (var route in new Routes(connection).GetAsync(new RouteQuery(), null, cancellationToken).ConfigureAwait(false))
        {
            if (!route.IsDefault)
            {
                rules.Add(new KeyValuePair<string, string>(
                    route.ListenerRuleArn, $"{route.LoadBalancer}:{route.ListenerPort} {string.Join(" and ", route.Conditions)}"));
            }
        }

        return rules;
    }
}
