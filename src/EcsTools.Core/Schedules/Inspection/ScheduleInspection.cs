using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Checks;
using EcsTools.Clusters;
using EcsTools.Failures;
using EcsTools.Models;
using EcsTools.TaskDefinitions;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Schedules.Inspection;

/// <summary>
/// Finds out why the runs of a schedule would fail, or not happen. AWS reports most of it nowhere: a start that fails leaves no task. Changes nothing.
/// </summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class ScheduleInspection(AwsConnection connection)
{
    private readonly TaskDefinitionReader _definitions = new(connection);
    private readonly RoleInspection _roles = new(connection);
    private readonly NetworkProbe _network = new(connection);
    private readonly ImageProbe _images = new(connection);

    /// <summary>The findings about a schedule, the most serious first; empty if nothing was found.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<ScheduleFinding>> InspectAsync(ScheduledTask schedule, CancellationToken cancellationToken)
    {
        var findings = new ScheduleFindings(schedule);
        await ClusterAsync(schedule, findings, cancellationToken).ConfigureAwait(false);
        var definition = await DefinitionAsync(schedule, findings, cancellationToken).ConfigureAwait(false);
        await _roles.InspectAsync(schedule, definition, findings, cancellationToken).ConfigureAwait(false);
        await NetworkAsync(schedule, findings, cancellationToken).ConfigureAwait(false);
        foreach (var container in definition?.ContainerDefinitions ?? [])
        {
            await ImageAsync(container, definition!.Family, findings, cancellationToken).ConfigureAwait(false);
        }

        TimeInspection.Inspect(schedule, connection.Clock.UtcNow, findings);
        var runs = await connection.UnlessDeniedAsync<IReadOnlyList<ScheduledTaskRun>>(
            () => new ScheduledRuns(connection).GetAsync(schedule, cancellationToken), [], "The runs of schedules were not compared with their distance")
            .ConfigureAwait(false);
        TimeInspection.Overlap(schedule, runs, findings);
        return findings.BySeverity();
    }

    private async Task ClusterAsync(ScheduledTask schedule, ScheduleFindings findings, CancellationToken cancellationToken)
    {
        try
        {
            await new FargateClusters(connection).RequireAsync(schedule.ClusterArn, cancellationToken).ConfigureAwait(false);
        }
        catch (EcsToolsException problem) when (problem.Is(ErrorCodes.ClusterNotFound))
        {
            findings.Error(
                "ClusterMissing",
                $"The cluster '{schedule.Cluster}' does not exist, so every run fails.",
                "Create the cluster, or point the schedule to another one with Set-EcsScheduledTask -Cluster.",
                $"New-FargateCluster {schedule.Cluster}");
        }
    }

    private async Task<TaskDefinition?> DefinitionAsync(ScheduledTask schedule, ScheduleFindings findings, CancellationToken cancellationToken)
    {
        var found = await _definitions.FindAsync(schedule.TaskDefinitionArn, cancellationToken).ConfigureAwait(false);
        if (found is var (definition, _) && definition.Status == Amazon.ECS.TaskDefinitionStatus.ACTIVE)
        {
            return definition;
        }

        var isPinned = TaskDefinitionName.RevisionOf(schedule.TaskDefinition) is not null;
        var newest = isPinned ? await _definitions.FindAsync(schedule.Family, cancellationToken).ConfigureAwait(false) : null;
        var hasOther = newest is var (other, _) && other.Status == Amazon.ECS.TaskDefinitionStatus.ACTIVE;
        findings.Error(
            "DefinitionMissing",
            $"The task definition '{schedule.TaskDefinition}' {(found is null ? "does not exist" : "is not active")}, so every run fails.",
            hasOther ? "Let the schedule run the newest active revision of the family."
                : $"Register the task definition: Register-FargateTask {schedule.Family} -ImageUri <image>",
            hasOther ? $"Set-EcsScheduledTask {findings.Selector} -TaskDefinition {schedule.Family}" : null);
        return null;
    }

    private async Task NetworkAsync(ScheduledTask schedule, ScheduleFindings findings, CancellationToken cancellationToken)
    {
        foreach (var subnet in schedule.Subnets)
        {
            if (await _network.AskAsync(subnet, schedule.AssignPublicIp, cancellationToken).ConfigureAwait(false) is not { } facts)
            {
                continue;
            }

            if (facts.Way == Failures.Rules.EgressKind.InternetGateway && !schedule.AssignPublicIp)
            {
                findings.Error(
                    "NoPublicIp",
                    $"The subnet {subnet} is public, and the tasks get no public address. They cannot pull their images.",
                    "Give the tasks a public address, or use a subnet with a NAT gateway.",
                    $"Set-EcsScheduledTask {findings.Selector} -AssignPublicIp");
            }
            else if (facts.Way == Failures.Rules.EgressKind.None && facts.Lacks("ecr.api", "ecr.dkr", "s3") is { Count: > 0 } lacking)
            {
                findings.Error(
                    "NoWayOut",
                    $"The subnet {subnet} has no route to the internet, and its VPC has no endpoint for {string.Join(", ", lacking)}. "
                        + "The tasks cannot pull images.",
                    $"Use a subnet with a NAT gateway or an internet gateway: Set-EcsScheduledTask {findings.Selector} -Subnet <subnet>");
            }
        }
    }

    private async Task ImageAsync(ContainerDefinition container, string family, ScheduleFindings findings, CancellationToken cancellationToken)
    {
        if (await _images.AskAsync(container.Image, cancellationToken).ConfigureAwait(false) is { TagExists: false } facts)
        {
            findings.Error(
                "ImageMissing",
                MissingImage.Message(container.Name, container.Image),
                MissingImage.Remedy(facts, family));
        }
    }
}
