using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Tasks;

/// <summary>Completes names of task definition families.</summary>
public sealed class FamilyCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
    {
        var names = new List<KeyValuePair<string, string>>();
        await foreach (var name in new FargateTaskDefinitions(connection).FamilyNamesAsync(null, cancellationToken).ConfigureAwait(false))
        {
            names.Add(new KeyValuePair<string, string>(name, $"Task definition family in {connection.Region}"));
        }

        return names;
    }
}
