using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using EcsTools.Aws;

namespace EcsTools.TaskDefinitions;

/// <summary>Lists revisions by name, without reading them.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class RevisionNames(AwsConnection connection)
{
    /// <summary>Names of the newest active revisions of a family, such as <c>web:12</c>, the newest first.</summary>
    /// <param name="family">The family.</param>
    /// <param name="maximum">Maximum number of names.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<string>> ListAsync(string family, int maximum, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var arn in new TaskDefinitionReader(connection)
            .RevisionsAsync(family, TaskDefinitionStatus.ACTIVE, cancellationToken).ConfigureAwait(false))
        {
            names.Add(AwsArn.NameOf(arn));
            if (names.Count == maximum)
            {
                break;
            }
        }

        return names;
    }
}
