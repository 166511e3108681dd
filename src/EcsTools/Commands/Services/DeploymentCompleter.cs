using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Completes the ARNs of the newest deployments of the service on the command line.</summary>
public sealed class DeploymentCompleter : ServiceScopedCompleter
{
    /// <summary>A longer list takes too long, and nobody chooses from it.</summary>
    private const int Most = 25;

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, ServiceReference service, CancellationToken cancellationToken)
    {
        var found = new List<KeyValuePair<string, string>>();
        await foreach (var deployment in new FargateDeployments(connection).GetAsync(service, null, null, cancellationToken).ConfigureAwait(false))
        {
            found.Add(new KeyValuePair<string, string>(
                deployment.DeploymentId,
                $"{deployment.TaskDefinition}, {deployment.Status}, {deployment.CreatedAt?.LocalDateTime:yyyy-MM-dd HH:mm}"));
            if (found.Count == Most)
            {
                break;
            }
        }

        return found;
    }
}
