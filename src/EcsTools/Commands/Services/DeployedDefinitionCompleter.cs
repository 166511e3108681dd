using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Completes the task definitions that the service ran successfully, and to which it can go back.</summary>
public sealed class DeployedDefinitionCompleter : ServiceScopedCompleter
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, ServiceReference service, CancellationToken cancellationToken)
    {
        var names = new List<KeyValuePair<string, string>>();
        await foreach (var deployment in new FargateDeployments(connection)
            .GetAsync(service, null, ["SUCCESSFUL"], cancellationToken)
            .ConfigureAwait(false))
        {
            if (deployment.TaskDefinition is { } definition && names.All(name => name.Key != definition))
            {
                names.Add(new KeyValuePair<string, string>(definition, $"{definition}, deployed {deployment.CreatedAt?.LocalDateTime:yyyy-MM-dd HH:mm}"));
            }
        }

        return names;
    }
}
