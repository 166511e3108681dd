using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.TaskDefinitions;

namespace EcsTools.Tasks;

/// <summary>Starts tasks.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class TaskStart(AwsConnection connection)
{
    // ECS limits of RunTask.
    private const int Batch = 10;
    private const int StartedByLength = 128;

    // How long ECS may not know a role that was just created.
    private static readonly TimeSpan RoleDelay = TimeSpan.FromSeconds(120);

    private readonly TaskDescriptions _descriptions = new(connection);

    /// <summary>Checks everything and decides on the network. Changes nothing.</summary>
    /// <param name="request">What to start.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The cluster or the definition does not exist, or a value is invalid.</exception>
    public async Task<StartTaskPlan> PlanAsync(StartTaskRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        var cluster = await new FargateClusters(connection).RequireAsync(request.Cluster, cancellationToken).ConfigureAwait(false);
        var definition = await _descriptions.Definitions.RequireAsync(request.TaskDefinition, cancellationToken).ConfigureAwait(false);
        TaskOverrideDocument.Build(definition, request);
        CheckExec(request.EnableExecuteCommand, definition, $"Start-FargateTask -Cluster {cluster.Cluster} -EnableExecuteCommand");
        CheckSpot(TaskCapacity.SpotParameter(request) is not null, definition, cluster, TaskCapacity.SpotParameter(request) ?? "Spot");
        var network = await new TaskNetworks(connection).PlanAsync(
            new TaskNetworkRequest
            {
                Family = definition.Family,
                Ports = TaskDefinitionMapper.Ports(definition),
                Subnets = request.Subnets,
                SecurityGroups = request.SecurityGroups,
                AssignPublicIp = request.AssignPublicIp,
            },
            cancellationToken).ConfigureAwait(false);
        return new StartTaskPlan(request, cluster, TaskDefinitionMapper.ToModel(definition, null), network);
    }

    /// <summary>Starts the tasks, ten per call, and returns each one as ECS accepted it.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="failed">Called with each task that ECS could not place. ECS reports these in a successful answer.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls. Tasks that were started keep running.</param>
    public async IAsyncEnumerable<FargateTask> StartAsync(
        StartTaskPlan plan,
        Action<EcsToolsException> failed,
        IProgress<OperationProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var network = await new TaskNetworks(connection).ApplyAsync(plan.Network, progress, cancellationToken).ConfigureAwait(false);
        var definition = await _descriptions.Definitions.RequireAsync(plan.Definition.TaskDefinitionArn, cancellationToken)
            .ConfigureAwait(false);
        for (var left = plan.Request.Count; left > 0; left -= Batch)
        {
            var request = Request(plan, definition, network, Math.Min(Batch, left), plan.Request.Count - left);
            var response = await RunAsync(request, definition, cancellationToken).ConfigureAwait(false);
            foreach (var failure in response.Failures ?? [])
            {
                failed(Failed(plan, failure));
            }

            foreach (var task in await _descriptions.ToModelsAsync(response.Tasks ?? [], cancellationToken).ConfigureAwait(false))
            {
                yield return task;
            }
        }
    }

    private static RunTaskRequest Request(StartTaskPlan plan, TaskDefinition definition, TaskNetwork network, int count, int before)
        => new()
        {
            Cluster = plan.Cluster.ClusterArn,
            TaskDefinition = plan.Definition.TaskDefinitionArn,
            Count = count,

            // The same token for every attempt at this batch, so that no task is started twice.
            ClientToken = Guid.NewGuid().ToString("N"),
            LaunchType = TaskCapacity.Strategy(plan.Request, before) is null ? LaunchType.FARGATE : null,
            CapacityProviderStrategy = TaskCapacity.Strategy(plan.Request, before),
            EnableExecuteCommand = plan.Request.EnableExecuteCommand ? true : null,
            NetworkConfiguration = new NetworkConfiguration
            {
                AwsvpcConfiguration = new AwsVpcConfiguration
                {
                    Subnets = network.Subnets.ToList(),
                    SecurityGroups = network.SecurityGroups.ToList(),
                    AssignPublicIp = network.AssignPublicIp ? AssignPublicIp.ENABLED : AssignPublicIp.DISABLED,
                },
            },
            Overrides = TaskOverrideDocument.Build(definition, plan.Request),
            StartedBy = plan.Request.StartedBy ?? "EcsTools",
            Tags = ClusterMapper.ToTags(plan.Request.Tags),
        };

    private async Task<RunTaskResponse> RunAsync(RunTaskRequest request, TaskDefinition definition, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.Ecs.RunTaskAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonECSException problem) when (RoleProblems.IsAssumeRoleDelay(problem))
        {
            if (!RoleProblems.IsServiceLinkedRoleDelay(problem)
                && !await HasNewRoleAsync(definition, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }

            return await connection.Clock.RetryAsync(
                () => connection.Ecs.RunTaskAsync(request, cancellationToken), RoleProblems.IsAssumeRoleDelay, RoleDelay, cancellationToken)
                    .ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether a role of the definition was just created. For an older role that ECS cannot assume, waiting does not help.
    /// </summary>
    private async Task<bool> HasNewRoleAsync(TaskDefinition definition, CancellationToken cancellationToken)
    {
        foreach (var arn in new[] { definition.ExecutionRoleArn, definition.TaskRoleArn }.OfType<string>())
        {
            try
            {
                var role = await connection.Iam.GetRoleAsync(new GetRoleRequest { RoleName = AwsArn.NameOf(arn) }, cancellationToken)
                    .ConfigureAwait(false);
                if (AwsTime.From(role.Role.CreateDate) is { } created && connection.Clock.UtcNow - created < RoleDelay)
                {
                    return true;
                }
            }
            catch (AmazonIdentityManagementServiceException)
            {
                // Callers who may not read roles get ECS's own error.
            }
        }

        return false;
    }

    private static void Check(StartTaskRequest request)
    {
        EcsNameRules.Tags(request.Tags);
        TaskCapacity.Check(request);
        if (request.Count < 1)
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidCount,
                $"-Count {request.Count} is less than 1.",
                "Use -Count 1 or more.",
                "Count",
                request.Count);
        }

        if (request.StartedBy?.Length > StartedByLength)
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidStartedBy, $"-StartedBy has {request.StartedBy.Length} characters, but ECS allows "
                    + $"{StartedByLength}.", "Shorten the value.", "StartedBy", request.StartedBy);
        }
    }

    /// <summary>Checks, if requested, that commands can be run in the containers: the agent uses the task role.</summary>
    /// <param name="enabled">Whether it is requested.</param>
    /// <param name="definition">The definition to run.</param>
    /// <param name="then">The command that goes on with a definition that has a task role, and takes it from the pipeline.</param>
    internal static void CheckExec(bool enabled, TaskDefinition definition, string then)
    {
        if (enabled && string.IsNullOrEmpty(definition.TaskRoleArn))
        {
            throw new EcsToolsException(
                ErrorCodes.ExecNeedsTaskRole,
                $"Task definition '{definition.Family}:{definition.Revision}' has no task role, but -EnableExecuteCommand needs one.",
                $"Create one, and register the definition with it: {WithExecRole(definition, then)}",
                "EnableExecuteCommand",
                definition.TaskDefinitionArn);
        }
    }

    /// <summary>The line that creates the task role for ECS Exec, registers the definition with it, and goes on with the new revision.</summary>
    internal static string WithExecRole(TaskDefinition definition, string then)
        => $"Initialize-EcsRole Task -Name {definition.Family}-task -EnableExecuteCommand; "
            + $"Get-FargateTaskDefinition {definition.Family}:{definition.Revision} | Register-FargateTask -TaskRole {definition.Family}-task | {then}";

    /// <summary>Checks that Spot capacity is available, if it is requested.</summary>
    internal static void CheckSpot(bool spot, TaskDefinition definition, FargateCluster cluster, string parameter)
    {
        if (!spot)
        {
            return;
        }

        if (definition.RuntimePlatform?.OperatingSystemFamily?.Value?.StartsWith("WINDOWS", StringComparison.Ordinal) == true)
        {
            throw new EcsToolsException(
                ErrorCodes.SpotNotForWindows,
                "Fargate Spot does not run Windows containers.",
                $"Leave out -{parameter}.",
                parameter,
                definition.Family);
        }

        if (!cluster.CapacityProviders.Contains("FARGATE_SPOT", StringComparer.Ordinal))
        {
            throw new EcsToolsException(
                ErrorCodes.ClusterWithoutSpot,
                $"Cluster '{cluster.Cluster}' has no capacity provider FARGATE_SPOT.",
                $"Add it with New-FargateCluster {cluster.Cluster}, which updates an existing cluster.",
                parameter,
                cluster.Cluster);
        }
    }

    private static EcsToolsException Failed(StartTaskPlan plan, Failure failure)
        => new(
            ErrorCodes.TaskNotPlaced,
            $"A task of '{plan.Definition.TaskDefinition}' was not started in '{plan.Cluster.Cluster}': "
                + $"{failure.Reason}{(string.IsNullOrEmpty(failure.Detail) ? "" : ", " + failure.Detail)}.",
            failure.Reason is { } reason && new MessageWords(reason).Say("capacity is unavailable", "insufficient capacity")
                ? "Try again later, use subnets of other zones, or leave out -Spot: capacity is short at the moment."
                : "Correct what the reason names, then run the command again.",
            "TaskDefinition",
            plan.Definition.TaskDefinitionArn);
}
