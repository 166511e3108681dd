using System;
using System.Collections.Generic;
using EcsTools.Schedules.Expressions;
using EcsTools.Tasks;

namespace EcsTools.Schedules;

/// <summary>The service that runs a schedule.</summary>
public enum ScheduleBackend
{
    /// <summary>EventBridge Scheduler: time zones, one-time schedules, flexible windows, retries.</summary>
    Scheduler,

    /// <summary>An EventBridge rule: UTC only.</summary>
    Rule,
}

/// <summary>
/// The requested schedule. A null value was not given: a new schedule gets the default, an existing schedule that is only changed keeps its
/// value.
/// </summary>
public sealed record ScheduledTaskRequest
{
    /// <summary>The schedule's name: 1 to 64 letters, digits and <c>. - _</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The service that runs the schedule.</summary>
    public ScheduleBackend Backend { get; init; }

    /// <summary>Schedule group, created if it does not exist. Defaults to <c>default</c>. Rules have no groups.</summary>
    public string? Group { get; init; }

    /// <summary>When it runs.</summary>
    public ScheduleExpression? Expression { get; init; }

    /// <summary>Time zone for cron fields and one-time schedules.</summary>
    public ScheduleTimeZone? TimeZone { get; init; }

    /// <summary>Task definition: family, <c>family:revision</c> or ARN.</summary>
    public string? TaskDefinition { get; init; }

    /// <summary>Whether to run exactly this revision, instead of the newest active one of its family at the time of each run.</summary>
    public bool PinRevision { get; init; }

    /// <summary>Name or ARN of the cluster.</summary>
    public string? Cluster { get; init; }

    /// <summary>How many tasks each run starts, 1 to 10.</summary>
    public int? Count { get; init; }

    /// <summary>Subnets; by default the public subnets of the default VPC.</summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Security groups; by default a group for the family.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>Whether the tasks get a public IP address; by default they do if their subnets are public.</summary>
    public bool? AssignPublicIp { get; init; }

    /// <summary>Overrides of the task definition for the runs.</summary>
    public TaskOverrides Overrides { get; init; } = new();

    /// <summary>Window after the scheduled time in which the run starts, 1 minute to 24 hours; zero means exactly on time.</summary>
    public TimeSpan? FlexibleWindow { get; init; }

    /// <summary>How often a failed start is retried, 0 to 185.</summary>
    public int? RetryAttempts { get; init; }

    /// <summary>How long a failed start is retried, 1 minute to 24 hours.</summary>
    public TimeSpan? MaximumEventAge { get; init; }

    /// <summary>ARN of the SQS queue (dead-letter queue) for starts that failed in the end.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>It does not run before this time.</summary>
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>It does not run after this time.</summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <summary>Whether the schedule is enabled.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether a schedule that exists stays enabled or disabled if <see cref="Enabled"/> is not given.</summary>
    public bool KeepsState { get; init; }

    /// <summary>Description, at most 512 characters.</summary>
    public string? Description { get; init; }

    /// <summary>Tags of a schedule group and a security group that are created for it.</summary>
    public IReadOnlyDictionary<string, string>? CreatedTags { get; init; }

    /// <summary>ARN of the role that EventBridge uses to run the tasks; by default a role that is created for it.</summary>
    public string? RoleArn { get; init; }
}
