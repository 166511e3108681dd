using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Costs;
using EcsTools.Models;
using EcsTools.Schedules;
using EcsTools.Services;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;

namespace EcsTools.Estimates;

/// <summary>Reads what a service, a schedule, a task or a task definition uses, so that its cost can be calculated.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class CostSubjects(AwsConnection connection)
{
    private readonly TaskDefinitionReader _definitions = new(connection);

    /// <summary>The desired tasks of a service, all day.</summary>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The service does not exist.</exception>
    public async Task<CostRequest> ServiceAsync(ServiceReference service, CancellationToken cancellationToken)
    {
        var found = await new FargateServices(connection).RequireAsync(service, cancellationToken).ConfigureAwait(false);
        return await ServiceAsync(found, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The desired tasks of a service that was read.</summary>
    internal async Task<CostRequest> ServiceAsync(FargateService found, CancellationToken cancellationToken)
    {
        var size = await DefinitionAsync(found.TaskDefinitionArn, cancellationToken).ConfigureAwait(false);
        return size with
        {
            Name = $"{found.ServiceName} in {found.Cluster}",
            Count = found.DesiredCount,
            SpotCount = CapacityShares.SpotCount(found.CapacityProviders, found.DesiredCount),
            HasPublicIp = found.AssignPublicIp,
        };
    }

    /// <summary>The runs of a schedule.</summary>
    /// <param name="name">Name of the schedule.</param>
    /// <param name="group">Its group; null to look in all groups.</param>
    /// <param name="runDuration">Length of a run.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The schedule does not exist, or the length of a run is missing.</exception>
    public async Task<CostRequest> ScheduleAsync(string name, string? group, TimeSpan? runDuration, CancellationToken cancellationToken)
    {
        var schedule = await FindAsync(name, group, cancellationToken).ConfigureAwait(false);
        return await ScheduleAsync(schedule, runDuration ?? throw DurationMissing($"schedule '{schedule.ScheduleName}'"), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The runs of a schedule that was read.</summary>
    internal async Task<CostRequest> ScheduleAsync(ScheduledTask schedule, TimeSpan runDuration, CancellationToken cancellationToken)
        => await DefinitionAsync(schedule.TaskDefinitionArn, cancellationToken).ConfigureAwait(false) with
        {
            Name = $"schedule {schedule.ScheduleName}",
            RunsPerMonth = ScheduleRuns.PerMonth(schedule, connection.Clock.UtcNow) * schedule.TaskCount,
            HasPublicIp = schedule.AssignPublicIp,
            RunDuration = runDuration,
        };

    /// <summary>The run of a task, until now if it still runs.</summary>
    /// <param name="task">ARN of the task, or its id with the cluster.</param>
    /// <param name="cluster">Name or ARN of the cluster; may be null with an ARN.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">ECS does not know the task, or it is not billed yet.</exception>
    public async Task<CostRequest> TaskAsync(string task, string? cluster, CancellationToken cancellationToken)
    {
        var query = new TaskQuery { Tasks = [task], Clusters = cluster is null ? null : [cluster] };
        await foreach (var found in new FargateTasks(connection).GetAsync(query, problem => throw problem, cancellationToken).ConfigureAwait(false))
        {
            return await TaskAsync(found, cancellationToken).ConfigureAwait(false);
        }

        throw FargateTasks.Missing(task, cluster);
    }

    /// <summary>The error about a schedule whose runs have no known length.</summary>
    internal static EcsToolsException DurationMissing(string what) => new(
        ErrorCodes.RunDurationMissing,
        $"The cost of {what} needs the length of a run.",
        "Give it with -RunDuration, such as -RunDuration 5m. Get-EcsScheduledRun shows how long the last runs took.",
        "RunDuration");

    private async Task<CostRequest> TaskAsync(FargateTask task, CancellationToken cancellationToken)
    {
        var size = await DefinitionAsync(task.TaskDefinitionArn, cancellationToken).ConfigureAwait(false) with
        {
            Name = $"task {task.TaskId} of {task.Family}",
            Cpu = task.Cpu,
            Memory = task.Memory,
            SpotCount = task.CapacityProvider == "FARGATE_SPOT" ? 1 : 0,
            HasPublicIp = task.EstimatedCost?.PublicIpAmount > 0,
            RunsPerMonth = 1,
            IsOneRun = true,
        };
        if (task.EstimatedCost is { } cost)
        {
            return size with { RunDuration = cost.BilledTime };
        }

        // Either a price is not known, and then this says which, or the task has pulled no image.
        MonthlyCost.Calculate(size);
        throw new EcsToolsException(
            ErrorCodes.TaskNotBilled,
            $"Task '{task.TaskId}' is {task.LastStatus} and has not begun to pull its image, so it costs nothing yet.",
            $"Wait until it runs: Wait-FargateTask {task.TaskArn} -For Running",
            "TaskArn",
            task.TaskArn);
    }

    /// <summary>One task of a task definition, all day.</summary>
    /// <param name="taskDefinition">Family, <c>family:revision</c> or ARN.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The task definition does not exist.</exception>
    public async Task<CostRequest> DefinitionAsync(string taskDefinition, CancellationToken cancellationToken)
        => await FindDefinitionAsync(taskDefinition, cancellationToken).ConfigureAwait(false)
            ?? throw await _definitions.MissingAsync(taskDefinition, cancellationToken).ConfigureAwait(false);

    /// <summary>One task of a task definition, all day; null if the task definition does not exist.</summary>
    internal async Task<CostRequest?> FindDefinitionAsync(string taskDefinition, CancellationToken cancellationToken)
        => await _definitions.FindAsync(taskDefinition, cancellationToken).ConfigureAwait(false) is var (definition, tags)
            ? Request(TaskDefinitionMapper.ToModel(definition, tags)) : null;

    private static CostRequest Request(FargateTaskDefinition definition) => new()
    {
        Name = definition.TaskDefinition,
        Region = definition.Region,
        Cpu = definition.Cpu,
        Memory = definition.Memory,
        StorageGb = definition.EphemeralStorage,
        IsArm = definition.Architecture == "ARM64",
        IsWindows = definition.OperatingSystem.StartsWith("WINDOWS", StringComparison.OrdinalIgnoreCase),
    };

    private async Task<ScheduledTask> FindAsync(string name, string? group, CancellationToken cancellationToken)
    {
        EcsToolsException? missing = null;
        await foreach (var schedule in new ScheduledTasks(connection)
            .GetAsync([name], group, null, problem => missing = problem, cancellationToken).ConfigureAwait(false))
        {
            return schedule;
        }

        throw missing!;
    }
}
