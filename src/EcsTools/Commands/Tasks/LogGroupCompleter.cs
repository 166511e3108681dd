using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.TaskDefinitions;

namespace EcsTools.Commands.Tasks;

/// <summary>Completes names of log groups. What is typed so far limits the search: an account can have many thousand groups.</summary>
public sealed class LogGroupCompleter : AwsCompleter
{
    private const int Maximum = 200;

    /// <inheritdoc/>
    protected override string Scope(IDictionary bound, string word) => word.Split('*')[0];

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
        => (await new LogGroups(connection).NamesAsync(scope, Maximum, cancellationToken).ConfigureAwait(false))
            .Select(name => new KeyValuePair<string, string>(name, $"Log group in {connection.Region}")).ToList();
}
