using System;
using System.Collections.Generic;
using EcsTools.Schedules.Expressions;
using EcsTools.Tasks;

namespace EcsTools.Schedules;

/// <summary>What carries a schedule.</summary>
public enum ScheduleBackend
{
    /// <summary>EventBridge Scheduler: time zones, one-time schedules, flexible windows, retries.</summary>
    Scheduler,

    /// <summary>An EventBridge rule: UTC only.</summary>
    Rule,
}

/// <summary>
/// What a schedule shall be. What is null is not said: a new schedule takes its default, one that is there and only changed keeps what it
/// has.
/// </summary>
public sealed record ScheduledTaskRequest
{
    /// <summary>The schedule's name: 1 to 64 letters, digits and <c>. - _</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What carries it.</summary>
    public ScheduleBackend Backend { get; init; }

    /// <summary>Schedule group, made if missing; <c>default</c> where not said. Rules have none.</summary>
    public string? Group { get; init; }

    /// <summary>When it runs.</summary>
    public ScheduleExpression? Expression { get; init; }

    /// <summary>Zone in which cron fields and one-time schedules are read.</summary>
    public ScheduleTimeZone? TimeZone { get; init; }

    /// <summary>Task definition: family, <c>family:revision</c> or ARN.</summary>
    public string? TaskDefinition { get; init; }

    /// <summary>Whether that very revision is run, and not the newest active one of its family at the time.</summary>
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

    /// <summary>What the runs override of the task definition.</summary>
    public TaskOverrides Overrides { get; init; } = new();

    /// <summary>Runs within this time after the hour, 1 minute to 24 hours; zero for on time.</summary>
    public TimeSpan? FlexibleWindow { get; init; }

    /// <summary>How often a start that failed is tried again, 0 to 185.</summary>
    public int? RetryAttempts { get; init; }

    /// <summary>How long a start that failed is tried again, 1 minute to 24 hours.</summary>
    public TimeSpan? MaximumEventAge { get; init; }

    /// <summary>ARN of the SQS queue for starts that failed for good.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>No run before it.</summary>
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>No run after it.</summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <summary>Whether it fires.</summary>
    public bool? Enabled { get; init; }

    /// <summary>What it is for, 512 characters at most.</summary>
    public string? Description { get; init; }

    /// <summary>ARN of the role with which it runs tasks; by default one that is made for it.</summary>
    public string? RoleArn { get; init; }
}
