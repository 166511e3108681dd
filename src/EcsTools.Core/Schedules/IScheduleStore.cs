using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Schedules;

/// <summary>Where schedules are kept: EventBridge Scheduler, or EventBridge rules.</summary>
internal interface IScheduleStore
{
    /// <summary>The schedule of a name, or null if the name is free.</summary>
    /// <exception cref="EcsToolsException">The name belongs to something that runs no tasks.</exception>
    Task<ScheduleSpec?> FindAsync(string name, string group, CancellationToken cancellationToken);

    /// <summary>All schedules that run tasks, of names that match and, where said, of one group.</summary>
    IAsyncEnumerable<ScheduleSpec> ListAsync(NamePattern name, string? group, CancellationToken cancellationToken);

    /// <summary>Makes the schedule, or replaces the one there.</summary>
    /// <returns>Its ARN.</returns>
    Task<string> PutAsync(ScheduleSpec schedule, bool exists, CancellationToken cancellationToken);

    /// <summary>Removes it.</summary>
    Task DeleteAsync(ScheduleSpec schedule, CancellationToken cancellationToken);
}
