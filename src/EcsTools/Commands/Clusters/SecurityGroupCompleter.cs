using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Network;
using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Clusters;

/// <summary>Completes ids of security groups.</summary>
public sealed class SecurityGroupCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
        => new NetworkNames(connection).SecurityGroupsAsync(cancellationToken);
}
