using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Tasks;

/// <summary>Completes names of task definition families, and after a colon the newest revisions of the family.</summary>
public sealed class FamilyCompleter : AwsCompleter
{
    private const int Revisions = 20;

    /// <inheritdoc/>
    protected override string Scope(IDictionary bound, string word) => word.IndexOf(':') is > 0 and var colon ? word.Substring(0, colon) : "";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
    {
        if (scope.Length > 0)
        {
            return (await new RevisionNames(connection).ListAsync(scope, Revisions, cancellationToken).ConfigureAwait(false))
                .Select(name => new KeyValuePair<string, string>(name, $"Revision in {connection.Region}")).ToList();
        }

        var names = new List<KeyValuePair<string, string>>();
        await foreach (var name in new FargateTaskDefinitions(connection).FamilyNamesAsync(null, cancellationToken).ConfigureAwait(false))
        {
            names.Add(new KeyValuePair<string, string>(name, $"Task definition family in {connection.Region}"));
        }

        return names;
    }
}
