using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Completes something that belongs to the service (and -Cluster) on the command line.</summary>
public abstract class ServiceScopedCompleter : AwsCompleter
{
    private const char Between = '\n';

    /// <summary>Lists what the service has.</summary>
    /// <param name="connection">Account and region.</param>
    /// <param name="service">The service on the command line.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Values, each with a tooltip.</returns>
    protected abstract Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, ServiceReference service, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override string Scope(IDictionary bound) => Text(bound["ServiceName"]) + Between + Text(bound["Cluster"]);

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
        => scope.Split(Between) is [{ Length: > 0 } service, var cluster]
            ? await FindAsync(connection, ServiceReference.Parse(service, cluster.Length > 0 ? cluster : null), cancellationToken).ConfigureAwait(false)
            : [];

    private static string Text(object? bound) => (bound as PSObject)?.BaseObject as string ?? bound as string ?? "";
}
