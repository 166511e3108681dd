using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Completes the newest deployments of the service that was written, by their ARNs.</summary>
public sealed class DeploymentCompleter : OfServiceCompleter
{
    /// <summary>More are neither waited for nor chosen from.</summary>
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
