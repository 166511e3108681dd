using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Inventory;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;

namespace EcsTools.Commands.Apps;

/// <summary>Completes names of apps.</summary>
public sealed class AppCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
        => (await new AppReader(connection).NamesAsync(cancellationToken).ConfigureAwait(false))
            .Select(name => new KeyValuePair<string, string>(name, $"App in {connection.Region}")).ToList();
}
