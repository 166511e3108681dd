using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Identity;

/// <summary>Completes names of deployers.</summary>
public sealed class IamDeployerCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override string ProfileParameter => "AdminProfileName";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection,
        string scope,
        CancellationToken cancellationToken)
    {
        var names = await new IamDeployers(connection).ListNamesAsync(cancellationToken).ConfigureAwait(false);
        return names.Select(name => new KeyValuePair<string, string>(name, "IAM user for deployments")).ToList();
    }
}
