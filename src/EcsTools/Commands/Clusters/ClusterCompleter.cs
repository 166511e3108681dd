using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Clusters;

/// <summary>Completes names of clusters.</summary>
public sealed class ClusterCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
    {
        var names = new List<KeyValuePair<string, string>>();
        await foreach (var name in new FargateClusters(connection).NamesAsync(cancellationToken).ConfigureAwait(false))
        {
            names.Add(new KeyValuePair<string, string>(name, $"Cluster in {connection.Region}"));
        }

        return names;
    }
}
