using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;

namespace EcsTools.Schedules;

/// <summary>What a schedule runs, worked out as far as possible without changing anything.</summary>
/// <param name="Spec">A schedule with the properties of the target.</param>
/// <param name="Network">The network; null if it does not change.</param>
/// <param name="RolePlan">What to do for its role, or null.</param>
internal sealed record ScheduleTargetPlan(ScheduleSpec Spec, TaskNetworkPlan? Network, EcsRolePlan? RolePlan);

/// <summary>Decides what a schedule runs: cluster, task definition, network and role. Each must exist or be created.</summary>
internal sealed class ScheduleTarget(AwsConnection connection)
{
    private readonly TaskRoles _roles = new(connection);

    /// <param name="request">The request.</param>
    /// <param name="kept">The schedule whose target keeps what the request does not change, or null.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<ScheduleTargetPlan> PlanAsync(ScheduledTaskRequest request, ScheduleSpec? kept, CancellationToken cancellationToken)
    {
        var cluster = await new FargateClusters(connection).RequireAsync(
            request.Cluster ?? kept?.ClusterArn ?? "default", cancellationToken)
            .ConfigureAwait(false);
        var definition = await DefinitionAsync(request, kept, cancellationToken).ConfigureAwait(false);
        var pinned = request.PinRevision
            || (request.TaskDefinition is null && kept is not null && TaskDefinitionName.RevisionOf(kept.TaskDefinitionArn) is not null);
        var network = await NetworkAsync(request, kept, definition, cancellationToken).ConfigureAwait(false);
        var (roleArn, rolePlan) = await RoleAsync(request, kept, definition, cancellationToken).ConfigureAwait(false);
        var input = TaskOverrideDocument.Build(definition, request.Overrides);
        var spec = new ScheduleSpec
        {
            Name = request.Name,
            Backend = request.Backend,
            ClusterArn = cluster.ClusterArn,
            TaskDefinitionArn = pinned ? definition.TaskDefinitionArn : TaskDefinitionName.WithoutRevision(definition.TaskDefinitionArn),
            Subnets = network?.Subnets ?? kept!.Subnets,

            // A group that has yet to be created appears here by its name until it has an id.
            SecurityGroups = network is null ? kept!.SecurityGroups
                : network.SecurityGroups.Count > 0 ? network.SecurityGroups
                : [network.OwnGroup!],
            AssignPublicIp = network?.AssignPublicIp ?? kept!.AssignPublicIp,
            RoleArn = roleArn,
            Input = input is null ? kept?.Input : AwsModelJson.ToJson(input).ToJsonString(),
        };
        return new ScheduleTargetPlan(spec, network, rolePlan);
    }

    private async Task<TaskDefinition> DefinitionAsync(
        ScheduledTaskRequest request, ScheduleSpec? kept, CancellationToken cancellationToken)
    {
        var name = request.TaskDefinition ?? kept?.TaskDefinitionArn ?? throw ScheduleProblems.Wrong(
            ErrorCodes.NoTaskDefinition, "TaskDefinition", null, "The schedule is new, and -TaskDefinition was not given.",
            "Give the task definition that it runs with -TaskDefinition.");
        var definition = await new TaskDefinitionReader(connection).RequireAsync(
            request.PinRevision ? name : TaskDefinitionName.WithoutRevision(name), cancellationToken).ConfigureAwait(false);

        // If the role no longer exists, every run fails and nothing reports it.
        foreach (var role in new[] { definition.ExecutionRoleArn, definition.TaskRoleArn }.OfType<string>())
        {
            if (await _roles.FindAsync(role, cancellationToken).ConfigureAwait(false) is null)
            {
                throw new EcsToolsException(
                    ErrorCodes.RoleNotFound,
                    $"Task definition '{definition.Family}:{definition.Revision}' names the role {role}, which does not exist.",
                    $"Create it: Initialize-EcsRole {(role == definition.ExecutionRoleArn ? "TaskExecution" : "Task")} -Name {AwsArn.NameOf(role)}",
                    "TaskDefinition",
                    name);
            }
        }

        return definition;
    }

    private async Task<TaskNetworkPlan?> NetworkAsync(
        ScheduledTaskRequest request, ScheduleSpec? kept, TaskDefinition definition, CancellationToken cancellationToken)
    {
        var said = request.Subnets is not null || request.SecurityGroups is not null || request.AssignPublicIp is not null;
        return kept is { Subnets.Count: > 0 } && !said
            ? null
            : await new TaskNetworks(connection).PlanAsync(
                new TaskNetworkRequest
                {
                    Family = definition.Family,
                    Ports = TaskDefinitionMapper.Ports(definition),
                    Subnets = request.Subnets ?? kept?.Subnets,
                    SecurityGroups = request.SecurityGroups ?? kept?.SecurityGroups,
                    AssignPublicIp = request.AssignPublicIp ?? kept?.AssignPublicIp,
                    CreatedTags = request.CreatedTags,
                },
                cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The named role, or one created for the family. That role may run the family's tasks and pass both their roles.</summary>
    private async Task<(string RoleArn, EcsRolePlan? Plan)> RoleAsync(
        ScheduledTaskRequest request, ScheduleSpec? kept, TaskDefinition definition, CancellationToken cancellationToken)
    {
        if ((request.RoleArn ?? (request.TaskDefinition is null && request.DeadLetterArn is null ? kept?.RoleArn : null)) is { } named)
        {
            return await _roles.FindAsync(named, cancellationToken).ConfigureAwait(false) is { } found
                ? (found, null)
                : throw new EcsToolsException(
                    ErrorCodes.RoleNotFound, $"There is no role {named}.", "Leave out -RoleArn to have one created for the schedule.", "RoleArn", named);
        }

        var plan = await new EcsRoles(connection).PlanAsync(
            new EcsRoleRequest
            {
                Kind = request.Backend == ScheduleBackend.Rule ? EcsRoleKind.Events : EcsRoleKind.Scheduler,
                Family = definition.Family,
                ExecutionRoleArn = definition.ExecutionRoleArn,
                TaskRoleArn = definition.TaskRoleArn,
                DeadLetterArn = request.DeadLetterArn ?? kept?.DeadLetterArn,
            },
            cancellationToken).ConfigureAwait(false);
        var arn = await _roles.FindAsync(
            plan.RoleName,
            cancellationToken).ConfigureAwait(false) ?? await _roles.ArnOfAsync(plan.RoleName, cancellationToken).ConfigureAwait(false);
        return (arn, plan.Steps.Count > 0 ? plan : null);
    }
}
