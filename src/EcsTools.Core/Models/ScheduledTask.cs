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

    /// <summary>When it runs, as AWS keeps it: <c>rate(…)</c>, <c>cron(…)</c> or <c>at(…)</c>.</summary>
    public required string Expression { get; init; }

    /// <summary>Zone in which the expression is read; IANA name.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary><c>ENABLED</c> or <c>DISABLED</c>.</summary>
    public required string State { get; init; }

    /// <summary>The next times it fires, three at most; empty where it is disabled, over, or its zone is unknown to this machine.</summary>
    public IReadOnlyList<DateTimeOffset> NextRuns { get; init; } = [];

    /// <summary>The time it fires next; null where there is none.</summary>
    public DateTimeOffset? NextRun => NextRuns.Count > 0 ? NextRuns[0] : null;

    /// <summary>Family that is run.</summary>
    public string Family => TaskDefinition.Split(':')[0];

    /// <summary>Family that is run (its newest active revision), or <c>family:revision</c>.</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>ARN of what is run, without a revision where the newest is meant.</summary>
    public required string TaskDefinitionArn { get; init; }

    /// <summary>Name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>ARN of the cluster.</summary>
    public required string ClusterArn { get; init; }

    /// <summary>How many tasks each firing starts.</summary>
    public int TaskCount { get; init; } = 1;

    /// <summary>Role with which the task is run.</summary>
    public string? RoleArn { get; init; }

    /// <summary><c>Scheduler</c> for EventBridge Scheduler, <c>Rule</c> for an EventBridge rule.</summary>
    public required string Backend { get; init; }

    /// <summary>Window within which it fires; zero for on time.</summary>
    public TimeSpan FlexibleWindow { get; init; }

    /// <summary>How often a start that failed is tried again.</summary>
    public int? RetryAttempts { get; init; }

    /// <summary>How long a start that failed is tried again.</summary>
    public TimeSpan? MaximumEventAge { get; init; }

    /// <summary>Queue for starts that failed for good.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>No run before it.</summary>
    public DateTimeOffset? StartDate { get; init; }

    /// <summary>No run after it.</summary>
    public DateTimeOffset? EndDate { get; init; }

    /// <summary>What it is for, in words.</summary>
    public string? Description { get; init; }

    /// <summary>Subnets of its tasks.</summary>
    public IReadOnlyList<string> Subnets { get; init; } = [];

    /// <summary>Security groups of its tasks.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    /// <summary>Whether its tasks get a public address.</summary>
    public bool AssignPublicIp { get; init; }

    /// <summary>What it overrides of the task definition, as JSON; null for nothing.</summary>
    public string? Overrides { get; init; }

    /// <summary>When it was made, where the service says so.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Region system name.</summary>
    public required string Region { get; init; }

    /// <summary>Account, twelve digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>What was done to it just now; null where it was only read.</summary>
    public ChangeStatus? Change { get; init; }

    /// <summary>What differed, where it was changed just now.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init; } = [];
}
