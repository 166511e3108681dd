using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Scheduler;
using Amazon.Scheduler.Model;
using EcsTools.Aws;
using EcsTools.Schedules.Expressions;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Schedules;

/// <summary>Schedules of EventBridge Scheduler.</summary>
internal sealed class SchedulerStore(AwsConnection connection) : IScheduleStore
{
    // Scheduler limit of one ListSchedules.
    private const int Page = 100;

    // Number of GetSchedule calls at the same time. Scheduler accepts hundreds per second.
    private const int Ahead = 8;

    public string Kind => "The schedules of EventBridge Scheduler";

    public async Task<ScheduleSpec?> FindAsync(string name, string group, CancellationToken cancellationToken)
    {
        try
        {
            var found = await connection.Scheduler.GetScheduleAsync(
                new GetScheduleRequest { Name = name, GroupName = group }, cancellationToken).ConfigureAwait(false);
            return ToSpec(found) ?? throw ScheduleProblems.NameTaken(name, "schedule");
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<ScheduleSpec> ListAsync(
        NamePattern name, string? group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var schedules = SummariesAsync(name, group, cancellationToken)
            .SelectOrderedAsync(Ahead, summary => ReadAsync(summary, cancellationToken), cancellationToken);
        await foreach (var schedule in schedules.ConfigureAwait(false))
        {
            if (schedule is not null)
            {
                yield return schedule;
            }
        }
    }

    public async Task<string> PutAsync(ScheduleSpec schedule, bool exists, CancellationToken cancellationToken)
    {
        if (exists)
        {
            var updated = await connection.Scheduler.UpdateScheduleAsync(Update(schedule), cancellationToken).ConfigureAwait(false);
            return updated.ScheduleArn;
        }

        var created = await connection.Scheduler.CreateScheduleAsync(Create(schedule), cancellationToken).ConfigureAwait(false);
        return created.ScheduleArn;
    }

    public Task DisableAsync(ScheduleSpec schedule, CancellationToken cancellationToken)
        => PutAsync(schedule with { Enabled = false }, exists: true, cancellationToken);

    public Task DeleteAsync(ScheduleSpec schedule, CancellationToken cancellationToken)
        => connection.Scheduler.DeleteScheduleAsync(
            new DeleteScheduleRequest { Name = schedule.Name, GroupName = schedule.Group }, cancellationToken);

    public async Task<bool> HasGroupAsync(string group, CancellationToken cancellationToken)
        => await GroupArnAsync(group, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>ARN of a group; null if it does not exist.</summary>
    public async Task<string?> GroupArnAsync(string group, CancellationToken cancellationToken)
    {
        try
        {
            return (await connection.Scheduler.GetScheduleGroupAsync(new GetScheduleGroupRequest { Name = group }, cancellationToken)
                .ConfigureAwait(false)).Arn;
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    public async Task MakeGroupAsync(string group, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken)
    {
        var all = ResourceTags.With(tags ?? new Dictionary<string, string>(), (ManagedTag.Key, ManagedTag.ScheduleGroup));
        Task<CreateScheduleGroupResponse> SendAsync(params Tag[] tags) => connection.Scheduler.CreateScheduleGroupAsync(
            new CreateScheduleGroupRequest { Name = group, Tags = [.. tags] }, cancellationToken);
        try
        {
            await connection.OrIfDeniedAsync(
                () => SendAsync(all.Select(tag => new Tag { Key = tag.Key, Value = tag.Value }).ToArray()),
                () => SendAsync(),
                $"Schedule group '{group}' has no tag {ManagedTag.Key}").ConfigureAwait(false);
        }
        catch (ConflictException)
        {
            // Someone else created it at this moment.
        }
    }

    private async IAsyncEnumerable<ScheduleSummary> SummariesAsync(
        NamePattern name, string? group, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prefix = name.Prefix();
        var request = new ListSchedulesRequest { GroupName = group, NamePrefix = prefix.Length > 0 ? prefix : null, MaxResults = Page };
        do
        {
            var page = await connection.Scheduler.ListSchedulesAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var summary in (page.Schedules ?? []).Where(summary => name.Matches(summary.Name) && IsCluster(summary.Target?.Arn)))
            {
                yield return summary;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    /// <summary>One schedule of a list; null if it has been removed since or runs no task.</summary>
    private async Task<ScheduleSpec?> ReadAsync(ScheduleSummary summary, CancellationToken cancellationToken)
    {
        try
        {
            return ToSpec(await connection.Scheduler.GetScheduleAsync(
                new GetScheduleRequest { Name = summary.Name, GroupName = summary.GroupName }, cancellationToken).ConfigureAwait(false));
        }
        catch (ResourceNotFoundException)
        {
            return null;
        }
    }

    internal static bool IsCluster(string? arn)
        => AwsArn.Is(arn) && AwsArn.Parse(arn!) is { Service: "ecs" } target
            && target.Resource.StartsWith("cluster/", StringComparison.Ordinal);

    private static CreateScheduleRequest Create(ScheduleSpec schedule) => new()
    {
        Name = schedule.Name,
        GroupName = schedule.Group,
        ClientToken = Guid.NewGuid().ToString("N"),
        ScheduleExpression = schedule.Expression,
        ScheduleExpressionTimezone = schedule.TimeZone,
        State = State(schedule),
        Description = schedule.Description,
        StartDate = schedule.StartDate?.UtcDateTime,
        EndDate = schedule.EndDate?.UtcDateTime,
        FlexibleTimeWindow = Window(schedule),
        Target = ToTarget(schedule),
    };

    private static UpdateScheduleRequest Update(ScheduleSpec schedule) => new()
    {
        Name = schedule.Name,
        GroupName = schedule.Group,
        ClientToken = Guid.NewGuid().ToString("N"),
        ScheduleExpression = schedule.Expression,
        ScheduleExpressionTimezone = schedule.TimeZone,
        State = State(schedule),
        Description = schedule.Description,
        StartDate = schedule.StartDate?.UtcDateTime,
        EndDate = schedule.EndDate?.UtcDateTime,
        FlexibleTimeWindow = Window(schedule),
        Target = ToTarget(schedule),
    };

    private static ScheduleState State(ScheduleSpec schedule) => schedule.Enabled ? ScheduleState.ENABLED : ScheduleState.DISABLED;

    private static FlexibleTimeWindow Window(ScheduleSpec schedule) => schedule.FlexibleMinutes == 0
        ? new FlexibleTimeWindow { Mode = FlexibleTimeWindowMode.OFF }
        : new FlexibleTimeWindow { Mode = FlexibleTimeWindowMode.FLEXIBLE, MaximumWindowInMinutes = schedule.FlexibleMinutes };

    private static Target ToTarget(ScheduleSpec schedule) => new()
    {
        Arn = schedule.ClusterArn,
        RoleArn = schedule.RoleArn,
        Input = schedule.Input,
        DeadLetterConfig = schedule.DeadLetterArn is null ? null : new DeadLetterConfig { Arn = schedule.DeadLetterArn },
        RetryPolicy = schedule.RetryAttempts is null && schedule.MaximumEventAgeSeconds is null
            ? null
            : new RetryPolicy { MaximumRetryAttempts = schedule.RetryAttempts, MaximumEventAgeInSeconds = schedule.MaximumEventAgeSeconds },
        EcsParameters = new EcsParameters
        {
            TaskDefinitionArn = schedule.TaskDefinitionArn,
            TaskCount = schedule.Count,
            LaunchType = LaunchType.FARGATE,
            NetworkConfiguration = new NetworkConfiguration
            {
                AwsvpcConfiguration = new AwsVpcConfiguration
                {
                    Subnets = schedule.Subnets.ToList(),
                    SecurityGroups = schedule.SecurityGroups.ToList(),
                    AssignPublicIp = schedule.AssignPublicIp ? AssignPublicIp.ENABLED : AssignPublicIp.DISABLED,
                },
            },
        },
    };

    private static ScheduleSpec? ToSpec(GetScheduleResponse found)
    {
        if (found.Target?.EcsParameters is not { } ecs || !IsCluster(found.Target.Arn))
        {
            return null;
        }

        var network = ecs.NetworkConfiguration?.AwsvpcConfiguration;
        return new ScheduleSpec
        {
            Name = found.Name,
            Backend = ScheduleBackend.Scheduler,
            Arn = found.Arn,
            Group = found.GroupName ?? ScheduleSpec.DefaultGroup,
            Expression = found.ScheduleExpression,
            TimeZone = found.ScheduleExpressionTimezone ?? "UTC",
            Enabled = found.State != ScheduleState.DISABLED,
            Description = found.Description,
            StartDate = AwsTime.From(found.StartDate),
            EndDate = AwsTime.From(found.EndDate),
            FlexibleMinutes = found.FlexibleTimeWindow?.MaximumWindowInMinutes ?? 0,
            RetryAttempts = found.Target.RetryPolicy?.MaximumRetryAttempts,
            MaximumEventAgeSeconds = found.Target.RetryPolicy?.MaximumEventAgeInSeconds,
            DeadLetterArn = found.Target.DeadLetterConfig?.Arn,
            ClusterArn = found.Target.Arn,
            TaskDefinitionArn = ecs.TaskDefinitionArn,
            Count = ecs.TaskCount ?? 1,
            Subnets = network?.Subnets ?? [],
            SecurityGroups = network?.SecurityGroups ?? [],
            AssignPublicIp = network?.AssignPublicIp == AssignPublicIp.ENABLED,
            RoleArn = found.Target.RoleArn,
            Input = found.Target.Input,
            CreatedAt = AwsTime.From(found.CreationDate),
        };
    }
}
