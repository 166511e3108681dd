using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Schedules;

/// <summary>The service that stores schedules: EventBridge Scheduler, or EventBridge rules.</summary>
internal interface IScheduleStore
{
    /// <summary>What the service stores, as words that begin a sentence.</summary>
    string Kind { get; }

    /// <summary>The schedule with this name; null if the name is free.</summary>
    /// <exception cref="EcsToolsException">The name belongs to something that does not run tasks.</exception>
    Task<ScheduleSpec?> FindAsync(string name, string group, CancellationToken cancellationToken);

    /// <summary>All schedules that run tasks and have a matching name, optionally only those of one group.</summary>
    IAsyncEnumerable<ScheduleSpec> ListAsync(NamePattern name, string? group, CancellationToken cancellationToken);

    /// <summary>Creates the schedule, or replaces the existing one.</summary>
    /// <returns>Its ARN.</returns>
    Task<string> PutAsync(ScheduleSpec schedule, bool exists, CancellationToken cancellationToken);

    /// <summary>Disables the schedule, and changes nothing else.</summary>
    Task DisableAsync(ScheduleSpec schedule, CancellationToken cancellationToken);

    /// <summary>Removes the schedule.</summary>
    Task DeleteAsync(ScheduleSpec schedule, CancellationToken cancellationToken);
}
