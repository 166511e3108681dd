using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Pipeline.Completion;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Completes names of services in the cluster on the command line, or in every cluster.</summary>
public sealed class ServiceCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override string Scope(IDictionary bound)
        => (bound["Cluster"] is PSObject wrapped ? wrapped.BaseObject : bound["Cluster"]) as string ?? "";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
    {
        var clusters = new List<string>();
        if (scope.Length > 0)
        {
            clusters.Add(scope);
        }
        else
        {
            await foreach (var cluster in new FargateClusters(connection).NamesAsync(cancellationToken).ConfigureAwait(false))
            {
                clusters.Add(cluster);
            }
        }

        var names = new List<KeyValuePair<string, string>>();
        foreach (var cluster in clusters)
        {
            await foreach (var name in new FargateServices(connection).NamesAsync(cluster, cancellationToken).ConfigureAwait(false))
            {
                names.Add(new KeyValuePair<string, string>(name, $"Service in {cluster}, {connection.Region}"));
            }
        }

        return names;
    }
}
