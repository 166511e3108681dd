using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Network;
using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Clusters;

/// <summary>Completes ids of subnets.</summary>
public sealed class SubnetCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
        => new NetworkNames(connection).SubnetsAsync(cancellationToken);
}
