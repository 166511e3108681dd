using System;
using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>A schedule that runs a task definition on Fargate.</summary>
public sealed record ScheduledTask
{
    /// <summary>The schedule's name.</summary>
    public required string ScheduleName { get; init; }

    /// <summary>ARN of the schedule or rule.</summary>
    public required string ScheduleArn { get; init; }

    /// <summary>Schedule group; null for an EventBridge rule.</summary>
    public string? Group { get; init; }

    /// <summary>When it runs, as AWS stores it: <c>rate(…)</c>, <c>cron(…)</c> or <c>at(…)</c>.</summary>
    public required string Expression { get; init; }

    /// <summary>Time zone of the expression, as an IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary><c>ENABLED</c> or <c>DISABLED</c>.</summary>
    public required string State { get; init; }

    /// <summary>
    /// The next times it runs, at most three. Empty if it is disabled, has ended, or uses a time zone that this machine does not know.
    /// </summary>
    public IReadOnlyList<DateTimeOffset> NextRuns { get; init => field = OutputList.Of(value); } = OutputList.Of<DateTimeOffset>([]);

    /// <summary>The next time it runs; null if there is none.</summary>
    public DateTimeOffset? NextRun => NextRuns.Count > 0 ? NextRuns[0] : null;

    /// <summary>
    /// Whether its last run is over, so that it never runs again: its end date or its only time has passed. Use it in a filter instead of EndDate,
    /// which is null for a schedule without an end: PowerShell counts null as earlier than every time.
    /// </summary>
    public bool HasEnded { get; init; }

    /// <summary>Family of the task definition that it runs.</summary>
    public string Family => TaskDefinition.Split(':')[0];

    /// <summary>The family that it runs (always its newest active revision), or <c>family:revision</c>.</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>ARN of the task definition that it runs. Without a revision it runs the newest active one.</summary>
    public required string TaskDefinitionArn { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>ARN of the cluster.</summary>
    public required string ClusterArn { get; init; }

    /// <summary>How many tasks it starts each time.</summary>
    public int TaskCount { get; init; } = 1;

    /// <summary>What ECS records as the starter of its tasks, at most 36 characters. Get-FargateTask finds the tasks of a schedule by it.</summary>
    public string StartedBy
    {
        get
        {
            var text = (Backend == "Rule" ? "events-rule/" : "chronos-schedule/") + ScheduleName;
            return text.Substring(0, Math.Min(36, text.Length));
        }
    }

    /// <summary>Role that EventBridge uses to start the task.</summary>
    public string? RoleArn { get; init; }

    /// <summary><c>Scheduler</c> for EventBridge Scheduler, <c>Rule</c> for an EventBridge rule.</summary>
    public required string Backend { get; init; }

    /// <summary>Window in which it starts; zero means exactly on time.</summary>
    public TimeSpan FlexibleWindow { get; init; }

    /// <summary>How often a failed start is retried.</summary>
    public int? RetryAttempts { get; init; }

    /// <summary>How long a failed start is retried.</summary>
    public TimeSpan? MaximumEventAge { get; init; }

    /// <summary>Dead-letter queue for starts that failed in the end.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>It does not run before this time.</summary>
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>It does not run after this time.</summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <summary>Description of the schedule.</summary>
    public string? Description { get; init; }

    /// <summary>Subnets of its tasks.</summary>
    public IReadOnlyList<string> Subnets { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Security groups of its tasks.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Whether its tasks get a public IP address.</summary>
    public bool AssignPublicIp { get; init; }

    /// <summary>Overrides of the task definition, as JSON; null if there are none.</summary>
    public string? Overrides { get; init; }

    /// <summary>When it was created, if the service reports that.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Account id: twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What the command did; null if it only read the schedule.</summary>
    public string? Change { get; init; }

    /// <summary>What the command changed.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init => field = OutputList.Of(value); } = OutputList.Of<FieldChange>([]);
}
