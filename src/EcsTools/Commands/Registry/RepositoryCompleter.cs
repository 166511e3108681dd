using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Ecr;
using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Registry;

/// <summary>Completes names of ECR repositories.</summary>
public sealed class RepositoryCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection,
        string scope,
        CancellationToken cancellationToken)
    {
        var names = await new EcrRepositories(connection).ListNamesAsync(cancellationToken).ConfigureAwait(false);
        return names.Select(name => new KeyValuePair<string, string>(name, $"ECR repository in {connection.Region}")).ToList();
    }
}
