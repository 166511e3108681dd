using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.Schedules;
using Task = System.Threading.Tasks.Task;

namespace EcsTools.Removal;

/// <summary>Removes clusters and, if requested, what runs in them.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class FargateClusterRemoval(AwsConnection connection)
{
    private readonly ScalingLeftovers _scaling = new(connection);

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Finds what must be removed with a cluster. Changes nothing.</summary>
    /// <param name="cluster">Name or ARN.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The cluster does not exist.</exception>
    public async Task<FargateClusterRemovalPlan> PlanAsync(string cluster, CancellationToken cancellationToken)
    {
        var found = await new FargateClusters(connection).RequireAsync(cluster, cancellationToken).ConfigureAwait(false);
        var described = await connection.Ecs.DescribeClustersAsync(
            new DescribeClustersRequest { Clusters = [found.ClusterArn] }, cancellationToken).ConfigureAwait(false);
        var services = (await ServicesAsync(found.ClusterArn, cancellationToken).ConfigureAwait(false)).Select(AwsArn.NameOf).ToList();
        var schedules = new List<ScheduledTask>();
        foreach (var backend in new[] { ScheduleBackend.Scheduler, ScheduleBackend.Rule })
        {
            schedules.AddRange(await connection.UnlessDeniedAsync(
                () => SchedulesAsync(found.ClusterArn, backend, cancellationToken),
                [],
                $"The schedules of {(backend == ScheduleBackend.Rule ? "EventBridge rules" : "EventBridge Scheduler")} cannot be read. Those that start "
                    + "tasks in the cluster stay enabled").ConfigureAwait(false));
        }

        return new FargateClusterRemovalPlan(
            found,
            services,
            await TasksAsync(found.ClusterArn, cancellationToken).ConfigureAwait(false),
            described.Clusters?.FirstOrDefault()?.RegisteredContainerInstancesCount ?? 0)
        {
            Schedules = schedules,
            Scaling = await connection.UnlessDeniedAsync(
                () => _scaling.FindAsync(found.Cluster, services, cancellationToken),
                new Dictionary<string, string>(),
                "The scaling of the services cannot be read. It stays, and applies to the next services with these names").ConfigureAwait(false),
        };
    }

    /// <summary>Removes the cluster.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="force">Whether to remove its services and stop its tasks first. Without this, only an empty cluster is removed.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the wait. ECS continues what was begun.</param>
    /// <exception cref="EcsToolsException">The cluster is not empty.</exception>
    public async Task<FargateCluster> RemoveAsync(
        FargateClusterRemovalPlan plan, bool force, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        Check(plan, force);
        var activity = $"Removing cluster {plan.Cluster.Cluster}";
        var schedules = new ScheduledTasks(connection);
        foreach (var schedule in plan.RemovesSchedules ? plan.Schedules : [])
        {
            progress?.Report(new OperationProgress(activity, $"Removing schedule {schedule.ScheduleName}"));
            await schedules.RemoveAsync(schedule, cancellationToken).ConfigureAwait(false);
        }

        foreach (var schedule in plan.RemovesSchedules ? [] : plan.EnabledSchedules)
        {
            progress?.Report(new OperationProgress(activity, $"Disabling schedule {schedule.ScheduleName}"));
            await schedules.SwitchAsync(schedule, enabled: false, cancellationToken).ConfigureAwait(false);
        }

        foreach (var service in plan.Services)
        {
            progress?.Report(new OperationProgress(activity, $"Removing service {service}"));
            if (plan.Scaling.ContainsKey(service))
            {
                await _scaling.RemoveAsync(plan.Cluster.Cluster, service, cancellationToken).ConfigureAwait(false);
            }

            await connection.Ecs.DeleteServiceAsync(
                new DeleteServiceRequest { Cluster = plan.Cluster.ClusterArn, Service = service, Force = true }, cancellationToken)
                    .ConfigureAwait(false);
        }

        await StopTasksAsync(plan.Cluster.ClusterArn, activity, progress, cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress(activity, "Removing"));

        // Tasks and services that are being removed still count for a moment.
        await connection.Clock.RetryAsync(
            () => connection.Ecs.DeleteClusterAsync(new DeleteClusterRequest { Cluster = plan.Cluster.ClusterArn }, cancellationToken),
            problem => problem is ClusterContainsTasksException or ClusterContainsServicesException or UpdateInProgressException,
            Limit,
            cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress(activity, "Removed", Completed: true));
        return plan.Cluster with
        {
            Status = "INACTIVE",
            RunningTasks = 0,
            PendingTasks = 0,
            ActiveServices = 0,
            Change = ChangeStatus.Removed,
        };
    }

    /// <summary>Throws if the cluster must not be removed.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="force">Whether services may be removed and tasks stopped.</param>
    public static void Check(FargateClusterRemovalPlan plan, bool force)
    {
        if (plan.ContainerInstances > 0)
        {
            throw Occupied(plan, $"{plan.ContainerInstances} container instances", "Deregister them first: EcsTools does not manage container instances.");
        }

        if (force || plan.IsEmpty)
        {
            return;
        }

        var services = Some("service", plan.Services);
        var tasks = Some("task", plan.TaskArns.Select(AwsArn.NameOf).ToList());
        var schedules = Some("enabled schedule", (plan.RemovesSchedules ? [] : plan.EnabledSchedules).Select(schedule => schedule.ScheduleName).ToList());
        throw Occupied(
            plan,
            string.Join(" and ", new[] { services, tasks, schedules }.Where(part => part.Length > 0)),
            "Remove the services (Remove-FargateService), stop the tasks (Stop-FargateTask) and disable the schedules (Disable-EcsScheduledTask) first, "
                + $"or use -Force, which does all of it and waits: Remove-FargateCluster {plan.Cluster.Cluster} -Force");
    }

    private async Task StopTasksAsync(
        string cluster, string activity, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var stopped = new HashSet<string>(StringComparer.Ordinal);
        var done = await connection.Clock.UntilAsync(
            async () =>
            {
                var running = await TasksAsync(cluster, cancellationToken).ConfigureAwait(false);
                foreach (var task in running.Where(stopped.Add))
                {
                    await connection.Ecs.StopTaskAsync(
                        new StopTaskRequest
                        {
                            Cluster = cluster,
                            Task = task,
                            Reason = "The cluster is removed by EcsTools",
                        }, cancellationToken).ConfigureAwait(false);
                }

                progress?.Report(new OperationProgress(activity, $"Waiting for {running.Count} tasks to stop"));
                return running.Count == 0 ? "" : null;
            },
            Limit,
            TimeSpan.FromSeconds(0.5),
            TimeSpan.FromSeconds(6),
            cancellationToken).ConfigureAwait(false);
        if (done is null)
        {
            throw new EcsToolsException(
                ErrorCodes.ClusterTasksDoNotStop, $"Tasks in '{AwsArn.NameOf(cluster)}' still run after {Limit.TotalMinutes} "
                    + "minutes.", "Run the command again: it continues where it ended.", "Cluster", cluster);
        }
    }

    private async Task<List<ScheduledTask>> SchedulesAsync(string cluster, ScheduleBackend backend, CancellationToken cancellationToken)
    {
        var all = new List<ScheduledTask>();
        await foreach (var schedule in new ScheduledTasks(connection).GetAsync(null, null, backend, null, cancellationToken).ConfigureAwait(false))
        {
            if (schedule.ClusterArn == cluster)
            {
                all.Add(schedule);
            }
        }

        return all;
    }

    private async Task<List<string>> ServicesAsync(string cluster, CancellationToken cancellationToken)
    {
        var all = new List<string>();
        var request = new ListServicesRequest { Cluster = cluster, MaxResults = 100 };
        do
        {
            var page = await connection.Ecs.ListServicesAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.ServiceArns ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return all;
    }

    private async Task<List<string>> TasksAsync(string cluster, CancellationToken cancellationToken)
    {
        var all = new List<string>();
        var request = new ListTasksRequest { Cluster = cluster, DesiredStatus = DesiredStatus.RUNNING, MaxResults = 100 };
        do
        {
            var page = await connection.Ecs.ListTasksAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.TaskArns ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return all;
    }

    private static string Some(string noun, IReadOnlyList<string> names)
        => names.Count == 0 ? ""
            : $"{names.Count} {noun}{(names.Count == 1 ? "" : "s")} "
            + $"({string.Join(", ", names.Take(10))}{(names.Count > 10 ? ", ..." : "")})";

    private static EcsToolsException Occupied(FargateClusterRemovalPlan plan, string content, string remedy)
        => new(
            ErrorCodes.ClusterNotEmpty,
            $"Cluster '{plan.Cluster.Cluster}' has {content}.",
            remedy,
            "Cluster",
            plan.Cluster.Cluster);
}
