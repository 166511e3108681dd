using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.Schedules;

namespace EcsTools.Commands.Schedules;

/// <summary>Completes names of schedules that run tasks.</summary>
public sealed class ScheduleCompleter : AwsCompleter
{
    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
    {
        var names = new List<KeyValuePair<string, string>>();
        await foreach (var schedule in new ScheduledTasks(connection).GetAsync(
            null, null, null, null, cancellationToken).ConfigureAwait(false))
        {
            names.Add(new KeyValuePair<string, string>(schedule.ScheduleName, $"{schedule.Expression} runs {schedule.TaskDefinition}"));
        }

        return names;
    }
}
