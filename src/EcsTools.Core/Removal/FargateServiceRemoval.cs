using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Services;

namespace EcsTools.Removal;

/// <summary>Removes services.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class FargateServiceRemoval(AwsConnection connection)
{
    private readonly FargateServices _services = new(connection);
    private readonly ScalingLeftovers _scaling = new(connection);

    /// <summary>Finds what is removed with a service. Changes nothing.</summary>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The service does not exist.</exception>
    public async Task<FargateServiceRemovalPlan> PlanAsync(ServiceReference service, CancellationToken cancellationToken)
    {
        var raw = await _services.RequireRawAsync(service, cancellationToken).ConfigureAwait(false);
        ServiceChecks.Owner(raw);
        var found = ServiceMapper.ToModel(raw);
        var scaling = await connection.UnlessDeniedAsync(
            () => _scaling.FindAsync(found.Cluster, [found.ServiceName], cancellationToken),
            new Dictionary<string, string>(),
            $"The scaling of service '{found.ServiceName}' cannot be read. If there is one, it stays, and applies to the next service with this name")
            .ConfigureAwait(false);
        return new FargateServiceRemovalPlan(found, scaling.Values.FirstOrDefault());
    }

    /// <summary>Scales the service down to zero tasks, removes it, and waits until it is gone.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="force">Whether to remove it at once; ECS then stops its tasks during the removal.</param>
    /// <param name="timeout">Limit for each of the two waits; null for no limit.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the wait. ECS continues what was begun.</param>
    /// <exception cref="EcsToolsException">The service does not exist, or was not removed in time.</exception>
    public async Task<FargateService> RemoveAsync(
        FargateServiceRemovalPlan plan,
        bool force,
        TimeSpan? timeout,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        var service = new ServiceReference(plan.Service.ClusterArn, plan.Service.ServiceName);
        var found = await _services.RequireRawAsync(service, cancellationToken).ConfigureAwait(false);
        var activity = $"Removing service {service.Name}";
        if (plan.Scaling is not null)
        {
            await _scaling.RemoveAsync(plan.Service.Cluster, plan.Service.ServiceName, cancellationToken).ConfigureAwait(false);
        }

        if (found.Status == "ACTIVE")
        {
            if (!force)
            {
                await DrainAsync(service, found, activity, timeout, progress, cancellationToken).ConfigureAwait(false);
            }

            await connection.Ecs.DeleteServiceAsync(
                new DeleteServiceRequest
                {
                    Cluster = found.ClusterArn,
                    Service = found.ServiceName,
                    Force = force ? true : null,
                },
                cancellationToken).ConfigureAwait(false);
        }

        await GoneAsync(service, activity, timeout, progress, cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress(activity, "Removed", Completed: true));
        return ServiceMapper.ToModel(found) with
        {
            Status = "INACTIVE",
            DesiredCount = 0,
            RunningCount = 0,
            PendingCount = 0,
            DeploymentId = null,
            Change = ChangeStatus.Removed,
        };
    }

    private async System.Threading.Tasks.Task DrainAsync(
        ServiceReference service,
        Service found,
        string activity,
        TimeSpan? timeout,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (found.DesiredCount > 0)
        {
            await connection.Ecs.UpdateServiceAsync(
                new UpdateServiceRequest
                {
                    Cluster = found.ClusterArn,
                    Service = found.ServiceName,
                    DesiredCount = 0,
                },
                cancellationToken).ConfigureAwait(false);
        }

        await UntilAsync(
            service,
            timeout,
            current =>
            {
                progress?.Report(
                    new OperationProgress(
                        activity,
                        FormattableString.Invariant(
                            $"Waiting for {(current?.RunningCount ?? 0) + (current?.PendingCount ?? 0)} tasks to stop")));
                return current is null || (current.RunningCount is null or 0 && current.PendingCount is null or 0);
            },
            "has tasks that run on",
            cancellationToken).ConfigureAwait(false);
    }

    private async System.Threading.Tasks.Task GoneAsync(
        ServiceReference service,
        string activity,
        TimeSpan? timeout,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        progress?.Report(new OperationProgress(activity, "Waiting until the service is gone"));
        await UntilAsync(service, timeout, current => current is null, "is still being removed", cancellationToken).ConfigureAwait(false);
    }

    private async System.Threading.Tasks.Task UntilAsync(
        ServiceReference service, TimeSpan? timeout, Func<Service?, bool> isDone, string state, CancellationToken cancellationToken)
    {
        var done = await connection.Clock.UntilAsync(
            async () => isDone(await _services.FindAsync(service, cancellationToken).ConfigureAwait(false)) ? "" : null,
            timeout,
            TimeSpan.FromSeconds(0.5),
            TimeSpan.FromSeconds(6),
            cancellationToken).ConfigureAwait(false);
        if (done is null)
        {
            throw new EcsToolsException(
                ErrorCodes.ServiceRemovalTimeout,
                $"Service '{service.Name}' {state} after {timeout:hh\\:mm\\:ss}.",
                "Run the command again: it continues where it ended. Use -Timeout to wait longer, or -Force to not wait for tasks to end.",
                "Timeout",
                service.Service);
        }
    }
}

/// <summary>What is removed with a service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Scaling">Limits of its scaling, such as <c>2 to 10 tasks</c>; null if it is not scaled.</param>
public sealed record FargateServiceRemovalPlan(FargateService Service, string? Scaling)
{
    private int Tasks => Service.RunningCount + Service.PendingCount;

    /// <summary>The plan as steps.</summary>
    /// <param name="force">Whether its tasks are stopped, and not waited for.</param>
    public EcsPlan ToPlan(bool force) => new()
    {
        Action = EcsPlanAction.Delete,
        ResourceType = "Service",
        ResourceName = Service.ServiceName,
        Region = Service.Region,
        Title = $"Remove service '{Service.ServiceName}' from cluster '{Service.Cluster}' in {Service.Region} (account {Service.AccountId})",
        Steps =
        [
            EcsPlanStep.Of(EcsPlanAction.Stop, "Task", null, $"{Tasks} {(Tasks == 1 ? "task" : "tasks")} of {Service.TaskDefinition}: "
                + (force ? "stopped at once" : "stopped before the service is removed")),
            .. Scaling is null ? [] : new[] { EcsPlanStep.Of(EcsPlanAction.Delete, "Scaling", Service.ServiceName, $"its scaling, {Scaling}, is removed") },
        ],
    };
}
