using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Identity;
using EcsTools.Models;
using AwsTask = Amazon.ECS.Model.Task;

namespace EcsTools.Tasks.Exec;

/// <summary>
/// Checks what a command in a container needs, and says what to do if something is missing. Source: "Monitor Amazon ECS containers with ECS
/// Exec" in the Amazon ECS Developer Guide.
/// </summary>
internal sealed class ExecPreflight(AwsConnection connection)
{
    private const string OfService = "service:";
    private const string Agent = "ExecuteCommandAgent";

    private static readonly List<string> Needed =
        ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel"];

    private readonly TaskDescriptions _descriptions = new(connection);

    /// <summary>Returns the task and its container as soon as a command can be run there.</summary>
    /// <exception cref="EcsToolsException">No command can be run; the error says why.</exception>
    public async Task<(FargateTask Task, Container Container)> PassAsync(
        TaskExecRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var first = await FindAsync(request, cancellationToken).ConfigureAwait(false);
        var definition = (await _descriptions.Definitions.FindAsync(first.TaskDefinitionArn, cancellationToken)
            .ConfigureAwait(false))?.Definition;
        CheckEnabled(first, definition);
        var name = ContainerName(first, definition, request.Container);
        var ready = first;
        await connection.Clock.UntilAsync(
            async () =>
            {
                ready = await FindAsync(request, cancellationToken).ConfigureAwait(false);
                CheckRuns(ready);
                progress?.Report(new OperationProgress($"Entering task {ready.TaskArn}", "Waiting for the agent that runs commands"));
                return AgentOf(ready, name)?.LastStatus is "RUNNING" or "STOPPED" ? "" : null;
            },
            request.ReadyWithin,
            TimeSpan.FromSeconds(0.5),
            TimeSpan.FromSeconds(3),
            cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress($"Entering task {ready.TaskArn}", "Ready", Completed: true));
        var agent = AgentOf(ready, name);
        if (agent?.LastStatus != "RUNNING")
        {
            throw await NoAgentAsync(ready, name, agent, definition, cancellationToken).ConfigureAwait(false);
        }

        var model = (await _descriptions.ToModelsAsync([ready], cancellationToken).ConfigureAwait(false))[0];
        return model.Runtime == "Simulated" ? throw Simulated(model) : (model, ready.Containers.Find(container => container.Name == name)!);
    }

    private async Task<AwsTask> FindAsync(TaskExecRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.Ecs.DescribeTasksAsync(
                new DescribeTasksRequest { Cluster = request.Task.Cluster, Tasks = [request.Task.Task] }, cancellationToken)
                    .ConfigureAwait(false);
            return answer.Tasks is [var task, ..] ? task : throw FargateTasks.Missing(request.Task.Task, request.Task.Cluster);
        }
        catch (ClusterNotFoundException)
        {
            throw await new Clusters.FargateClusters(connection).MissingAsync(request.Task.Cluster, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private static void CheckRuns(AwsTask task)
    {
        if (task.LastStatus is "STOPPED" or "DEPROVISIONING" or "STOPPING" or "DEACTIVATING" || task.DesiredStatus == "STOPPED")
        {
            throw new EcsToolsException(
                ErrorCodes.TaskNotRunning,
                $"Task {AwsArn.NameOf(task.TaskArn)} no longer runs ({task.LastStatus}): {task.StoppedReason}",
                $"See the running tasks with Get-FargateTask, and why this one ended with Get-FargateFailure {AwsArn.NameOf(task.TaskArn)}.",
                "TaskArn",
                task.TaskArn);
        }
    }

    /// <summary>The remedy also gives the task its role: otherwise its command would be refused for want of one.</summary>
    private static void CheckEnabled(AwsTask task, TaskDefinition? definition)
    {
        CheckRuns(task);
        if (task.EnableExecuteCommand != true)
        {
            var (name, cluster) = (AwsArn.NameOf(task.TaskDefinitionArn), AwsArn.NameOf(task.ClusterArn));
            var hasRole = definition is null || !string.IsNullOrEmpty(definition.TaskRoleArn);
            var service = task.Group?.StartsWith(OfService, StringComparison.Ordinal) == true ? task.Group.Substring(OfService.Length) : null;
            var command = service is not null ? $"Set-FargateService {service} -Cluster {cluster} -EnableExecuteCommand"
                : $"Start-FargateTask {(hasRole ? name + " " : "")}-Cluster {cluster} -EnableExecuteCommand";
            throw new EcsToolsException(
                ErrorCodes.ExecNotEnabled,
                $"Task {AwsArn.NameOf(task.TaskArn)} was started without -EnableExecuteCommand, and that cannot be changed while it runs.",
                (service is not null ? "Enable it for the service, which replaces its tasks" : "Start another task with it")
                    + (hasRole ? $": {command}" : $", and with the task role that it needs: {TaskStart.WithExecRole(definition!, command)}"),
                "TaskArn",
                task.TaskArn);
        }
    }

    private static string ContainerName(AwsTask task, TaskDefinition? definition, string? wanted)
    {
        var names = (task.Containers ?? []).Select(container => container.Name).ToList();
        var essential = (definition?.ContainerDefinitions ?? []).Find(container => container.Essential != false)?.Name;
        var name = wanted ?? essential ?? names.FirstOrDefault();
        return name is not null && names.Contains(name, StringComparer.Ordinal)
            ? name
            : throw new EcsToolsException(
                ErrorCodes.ContainerNotFound,
                $"Task {AwsArn.NameOf(task.TaskArn)} has no container '{name}'.",
                NearestNames.Suggest(name ?? "", names, $"It has {string.Join(", ", names)}."),
                "Container",
                name);
    }

    private static ManagedAgent? AgentOf(AwsTask task, string container)
        => (task.Containers ?? []).Find(candidate => candidate.Name == container)?.ManagedAgents?.Find(agent => agent.Name?.Value == Agent);

    private async Task<EcsToolsException> NoAgentAsync(
        AwsTask task, string container, ManagedAgent? agent, TaskDefinition? definition, CancellationToken cancellationToken)
    {
        var role = task.Overrides?.TaskRoleArn ?? definition?.TaskRoleArn;
        var why = agent?.LastStatus == "STOPPED" ? $"has stopped{(string.IsNullOrEmpty(agent.Reason) ? "" : $" ({agent.Reason})")}"
            : $"is {agent?.LastStatus ?? "not running yet"}";
        var message = $"The agent that runs commands in container '{container}' of task {AwsArn.NameOf(task.TaskArn)} {why}";
        var again = "then start the task again.";
        var missing = role is null ? Needed : await DeniedAsync(role, cancellationToken).ConfigureAwait(false);
        if (role is null || missing.Count > 0)
        {
            return new EcsToolsException(
                ErrorCodes.ExecRoleLacksRights,
                role is null ? $"{message}: the task has no task role."
                    : $"{message}: its task role '{AwsArn.NameOf(role)}' does not allow {string.Join(", ", missing)}.",
                $"Run Initialize-EcsRole Task -Name {(role is null ? "<role>" : AwsArn.NameOf(role))} "
                    + $"-EnableExecuteCommand, {(role is null ? "register the definition with that -TaskRole, " : "")}{again}",
                "TaskArn",
                task.TaskArn);
        }

        var readOnly = (definition?.ContainerDefinitions ?? [])
            .Find(candidate => candidate.Name == container)?.ReadonlyRootFilesystem == true;
        return new EcsToolsException(
            ErrorCodes.ExecAgentNotRunning,
            $"{message}.",
            readOnly
                ? $"Register the definition without -ReadOnlyRootFilesystem, because the agent must write to the container's root file system, {again}"
                : "Give the task network access to Systems Manager (a public address, a NAT gateway, or an endpoint for ssmmessages), allow "
                    + $"ssmmessages to the task role, {again}",
            "TaskArn",
            task.TaskArn);
    }

    /// <summary>The actions that the role is not allowed; empty if the caller may not check that.</summary>
    private async Task<IReadOnlyList<string>> DeniedAsync(string role, CancellationToken cancellationToken)
    {
        try
        {
            return await new PolicySimulation(connection).DeniedAsync(role, Needed, [], new Dictionary<string, string>(), cancellationToken)
                .ConfigureAwait(false) ?? [];
        }
        catch (AmazonServiceException)
        {
            return [];
        }
    }

    private static EcsToolsException Simulated(FargateTask task)
        => new(
            ErrorCodes.ExecNeedsContainers,
            $"Task {task.TaskId} is simulated: it has no container to run a command in.",
            "Start a sandbox with a Docker engine, then register and start the task there: Stop-EcsSandbox; Start-EcsSandbox -Runtime Docker",
            "TaskArn",
            task.TaskArn);
}
