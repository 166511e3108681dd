using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;

namespace EcsTools.Schedules;

/// <summary>Finds how the runs of a schedule ended. ECS keeps stopped tasks for about an hour, so earlier runs cannot be seen.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class ScheduledRuns(AwsConnection connection)
{
    /// <summary>How long ECS keeps stopped tasks.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    // Schedules run within a minute of their time. It may take a little longer until a start is visible.
    private static readonly TimeSpan Lateness = TimeSpan.FromMinutes(2);

    // The services store times in seconds or milliseconds.
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1);

    private readonly FargateTasks _tasks = new(connection);

    /// <summary>The runs of the last hour, and those that should have taken place, newest first.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<ScheduledTaskRun>> GetAsync(ScheduledTask schedule, CancellationToken cancellationToken)
    {
        var now = connection.Clock.UtcNow;
        var tasks = new List<FargateTask>();
        var query = new TaskQuery
        {
            Clusters = [schedule.Cluster],
            Families = [TaskDefinitionName.FamilyOf(schedule.TaskDefinitionArn)],
            Running = true,
            Stopped = true,
        };
        await foreach (var task in _tasks.GetAsync(query, _ => { }, cancellationToken).ConfigureAwait(false))
        {
            if (task.StartedBy == schedule.StartedBy)
            {
                tasks.Add(task);
            }
        }

        return Match(schedule, tasks, Due(schedule, now), now);
    }

    /// <summary>Matches tasks with the times at which they were due: a task belongs to the last time before its start.</summary>
    internal static IReadOnlyList<ScheduledTaskRun> Match(
        ScheduledTask schedule, IReadOnlyList<FargateTask> tasks, IReadOnlyList<DateTimeOffset> due, DateTimeOffset now)
    {
        var window = Lateness + schedule.FlexibleWindow;
        var taken = due.ToDictionary(time => time, _ => 0);
        var runs = new List<ScheduledTaskRun>();
        foreach (var task in tasks.OrderBy(task => task.CreatedAt))
        {
            // Each time starts as many tasks as the schedule says, and no more.
            var time = due
                .Where(time => time <= task.CreatedAt + Rounding && task.CreatedAt - time <= window && taken[time] < schedule.TaskCount)
                .Cast<DateTimeOffset?>()
                .LastOrDefault();
            if (time is { } found)
            {
                taken[found]++;
            }

            runs.Add(Run(schedule, task, time));
        }

        var missed = due
            .Where(time => now - time > window && !runs.Exists(run => run.ScheduledAt == time))
            .Select(time => Missed(schedule, time));
        return runs.Concat(missed).OrderByDescending(run => run.ScheduledAt ?? run.CreatedAt).ToList();
    }

    private static IReadOnlyList<DateTimeOffset> Due(ScheduledTask schedule, DateTimeOffset now)
    {
        var zone = ScheduleTimeZone.TryParse(schedule.TimeZone)?.Info;
        if (schedule.State != "ENABLED" || zone is null || ScheduleExpression.TryParse(schedule.Expression) is not { } expression)
        {
            return [];
        }

        // The start of a rule's rate is not known, so neither are its times.
        var anchor = schedule.StartDate ?? schedule.CreatedAt;
        if (expression.Interval is not null && anchor is null)
        {
            return [];
        }

        var from = now - Memory;
        // A rate without a start date is due at its creation.
        from = schedule.CreatedAt > from ? schedule.CreatedAt.Value.AddTicks(-1) : from;
        from = schedule.StartDate > from ? schedule.StartDate.Value.AddTicks(-1) : from;
        var end = schedule.EndDate < now ? schedule.EndDate.Value : now;
        return ScheduleTimes.Next(expression, zone, anchor ?? from, from, end, 100);
    }

    private static ScheduledTaskRun Run(ScheduledTask schedule, FargateTask task, DateTimeOffset? due) => new()
    {
        ScheduleName = schedule.ScheduleName,
        ScheduledAt = due,
        Status = task.Succeeded switch { null => "Running", true => "Succeeded", false => "Failed" },
        CreatedAt = task.CreatedAt,
        Duration = task.Duration,
        ExitCode = task.ExitCode,
        StoppedReason = task.StoppedReason,
        Remedy = task.Remedy,
        TaskArn = task.TaskArn,
        Cluster = task.Cluster,
        Region = task.Region,
        AccountId = task.AccountId,
    };

    private static ScheduledTaskRun Missed(ScheduledTask schedule, DateTimeOffset due) => new()
    {
        ScheduleName = schedule.ScheduleName,
        ScheduledAt = due,
        Status = "Missed",
        Remedy = $"No task was started. Most often {schedule.RoleArn ?? "the role"} is not allowed to run the task or to pass its roles: run "
            + "New-EcsScheduledTask again, which repairs the role"
            + (schedule.DeadLetterArn is null ? "; to keep the reason, give a queue with "
            + "-DeadLetterArn." : $"; the queue {schedule.DeadLetterArn} has the reason."),
        Cluster = schedule.Cluster,
        Region = schedule.Region,
        AccountId = schedule.AccountId,
    };
}
