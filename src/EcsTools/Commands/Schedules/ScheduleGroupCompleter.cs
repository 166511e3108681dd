using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>Completes names of schedule groups.</summary>
public sealed class ScheduleGroupCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
        => (await new ScheduleGroups(connection).NamesAsync(cancellationToken).ConfigureAwait(false))
            .Select(name => new KeyValuePair<string, string>(name, $"Schedule group in {connection.Region}")).ToList();
}
