using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.Routing.Balancers;

namespace EcsTools.Commands.Routing;

/// <summary>Completes names of load balancers.</summary>
public sealed class LoadBalancerCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
        => new LoadBalancers(connection).NamesAsync(cancellationToken);
}
