using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Completes what the service that was written has run with success: what it can go back to.</summary>
public sealed class DeployedDefinitionCompleter : AwsCompleter
{
    private const char Between = '\n';

    /// <inheritdoc/>
    protected override string Scope(IDictionary bound) => Text(bound["ServiceName"]) + Between + Text(bound["Cluster"]);

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
    {
        var names = new List<KeyValuePair<string, string>>();
        if (scope.Split(Between) is not [{ Length: > 0 } service, var cluster])
        {
            return names;
        }

        var reference = ServiceReference.Parse(service, cluster.Length > 0 ? cluster : null);
        await foreach (var deployment in new FargateDeployments(connection)
            .GetAsync(reference, null, ["SUCCESSFUL"], cancellationToken)
            .ConfigureAwait(false))
        {
            if (deployment.TaskDefinition is { } definition && names.All(name => name.Key != definition))
            {
                names.Add(new KeyValuePair<string, string>(definition, $"{definition}, deployed {deployment.CreatedAt?.LocalDateTime:yyyy-MM-dd HH:mm}"));
            }
        }

        return names;
    }

    private static string Text(object? bound) => (bound as PSObject)?.BaseObject as string ?? bound as string ?? "";
}
