using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Routing;
using EcsTools.Routing.Targets;

namespace EcsTools.Services;

/// <summary>Reads the status of one service, and remembers which events and failures it has returned.</summary>
internal sealed class ServiceStatusReader(AwsConnection connection, ServiceWatchRequest request)
{
    // A deployment may not be listed everywhere right after it was started.
    private static readonly TimeSpan KnownWithin = TimeSpan.FromSeconds(60);

    private readonly FargateServices _services = new(connection);
    private readonly ServiceDeployments _deployments = new(connection);
    private readonly ServiceEvents _events = new();
    private readonly ServiceTaskFailures _failures = new(connection, request.Service);
    private readonly DateTimeOffset _start = connection.Clock.UtcNow;
    private string? _deploymentArn = request.DeploymentId;
    private bool _hasRead;

    /// <summary>Whether there is nothing more to watch: no deployment is in progress, and the tasks are running or cannot be expected to.</summary>
    public bool IsOver(FargateServiceStatus status)
        => !request.Continue
            && (status.IsSteady || status.Status is "STOPPED" or "ROLLBACK_FAILED")
            && !(request.DeploymentId is not null && status.DeploymentId is null && connection.Clock.UtcNow - _start < KnownWithin);

    public async Task<FargateServiceStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var service = await _services.RequireRawAsync(request.Service, cancellationToken).ConfigureAwait(false);
        var deployment = await DeploymentAsync(service, cancellationToken).ConfigureAwait(false);
        var isUnderWay = deployment is not null && !ServiceDeployments.IsOver(deployment.Status);

        // What was asked for is told from its beginning, also if it was over sooner than the first look.
        var isWatched = isUnderWay || (request.DeploymentId is not null && deployment?.ServiceDeploymentArn == request.DeploymentId);
        var since = isWatched ? AwsTime.From(deployment!.CreatedAt) : null;
        if (!_hasRead && !isWatched)
        {
            _events.IgnorePast(service);
            await _failures.IgnorePastAsync(cancellationToken).ConfigureAwait(false);
        }

        _hasRead = true;
        var revisions = await RevisionsAsync(service, deployment, isUnderWay, cancellationToken).ConfigureAwait(false);
        var failed = await _failures.LookAsync(null, since, cancellationToken).ConfigureAwait(false);
        var targets = await TargetsAsync(service, cancellationToken).ConfigureAwait(false);
        return ToModel(service, deployment, isUnderWay) with
        {
            Revisions = revisions,
            Targets = targets,
            Events = _events.Look(service, since),
            Failures = failed.Select(failure => $"{failure.Task.TaskId}: {failure.Text}").ToArray(),
        };
    }

    /// <summary>The deployment in progress, or the newest one.</summary>
    private async Task<ServiceDeployment?> DeploymentAsync(Service service, CancellationToken cancellationToken)
    {
        _deploymentArn = !string.IsNullOrEmpty(service.CurrentServiceDeployment) ? service.CurrentServiceDeployment
            : _deploymentArn
                ?? (await _deployments.NewestAsync(request.Service, cancellationToken).ConfigureAwait(false))?.ServiceDeploymentArn;
        return _deploymentArn is null ? null : await _deployments.FindAsync(_deploymentArn, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<FargateRevisionStatus>> RevisionsAsync(
        Service service, ServiceDeployment? deployment, bool isUnderWay, CancellationToken cancellationToken)
    {
        if (deployment is null || !isUnderWay)
        {
            // After a deployment its summaries keep the counts that they had at its end.
            return [new FargateRevisionStatus
            {
                ServiceRevision = service.CurrentServiceRevisions?.FirstOrDefault()?.Arn ?? "",
                TaskDefinition = ServiceSettingsText.Definition(service.TaskDefinition),
                IsTarget = deployment is not null,
                RequestedCount = service.DesiredCount ?? 0,
                RunningCount = service.RunningCount ?? 0,
                PendingCount = service.PendingCount ?? 0,
            }];
        }

        var summaries = (deployment.SourceServiceRevisions ?? []).Select(summary => (Summary: summary, IsTarget: false))
            .Concat(deployment.TargetServiceRevision is { } target ? [(target, true)] : [])
            .ToList();
        var known = await _deployments.RevisionsAsync(summaries.Select(each => each.Summary.Arn), cancellationToken).ConfigureAwait(false);
        return summaries.Select(each => new FargateRevisionStatus
        {
            ServiceRevision = each.Summary.Arn,
            TaskDefinition = ServiceSettingsText.Definition(
                known.TryGetValue(each.Summary.Arn, out var revision) ? revision.TaskDefinition : service.TaskDefinition),
            IsTarget = each.IsTarget,
            RequestedCount = each.Summary.RequestedTaskCount ?? 0,
            RunningCount = each.Summary.RunningTaskCount ?? 0,
            PendingCount = each.Summary.PendingTaskCount ?? 0,
            TrafficPercent = each.Summary.RequestedProductionTrafficWeight,
            TestTrafficPercent = each.Summary.RequestedTestTrafficWeight,
        }).ToArray();
    }

    private async Task<IReadOnlyList<FargateTargetStatus>> TargetsAsync(Service service, CancellationToken cancellationToken)
    {
        var groups = (service.LoadBalancers ?? [])
            .SelectMany(balancer => new[] { balancer.TargetGroupArn, balancer.AdvancedConfiguration?.AlternateTargetGroupArn })
            .Where(arn => !string.IsNullOrEmpty(arn)).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var healths = await System.Threading.Tasks.Task.WhenAll(groups.Select(group => connection.UnlessDeniedAsync<TargetGroupHealth?>(
            async () => await TargetGroupHealth.ReadAsync(connection, group, cancellationToken).ConfigureAwait(false),
            null,
            "The health of targets is left out"))).ConfigureAwait(false);
        return groups.Zip(healths, (group, health) => (group, health)).Where(pair => pair.health is not null).Select(pair => new FargateTargetStatus
        {
            TargetGroup = ActionText.NameOf(pair.group),
            TargetGroupArn = pair.group,
            Healthy = pair.health!.Healthy,
            Unhealthy = pair.health.Unhealthy,
            Starting = pair.health.Starting,
            Draining = pair.health.Draining,
            Reason = pair.health.Reason,
        }).ToArray();
    }

    private FargateServiceStatus ToModel(Service service, ServiceDeployment? deployment, bool isUnderWay)
    {
        var arn = AwsArn.Parse(service.ServiceArn);
        var (begun, ended) = (
            AwsTime.From(deployment?.StartedAt) ?? AwsTime.From(deployment?.CreatedAt),
            AwsTime.From(deployment?.FinishedAt) ?? AwsTime.From(deployment?.StoppedAt));
        var hook = deployment is not null && isUnderWay ? ServiceDeployments.Waiting(deployment) : null;
        return new FargateServiceStatus
        {
            Time = connection.Clock.UtcNow,
            Cluster = AwsArn.NameOf(service.ClusterArn),
            ServiceName = service.ServiceName,
            ServiceArn = service.ServiceArn,
            IsSteady = !isUnderWay && service.RunningCount == service.DesiredCount && service.PendingCount is null or 0,
            DeploymentId = deployment?.ServiceDeploymentArn,
            Status = deployment?.Status?.Value,
            StatusReason = ServiceSettingsText.Blank(deployment?.Rollback?.Reason) ?? ServiceSettingsText.Blank(deployment?.StatusReason),
            Strategy = deployment?.DeploymentConfiguration?.Strategy?.Value ?? "ROLLING",
            LifecycleStage = isUnderWay ? deployment!.LifecycleStage?.Value : null,
            IsWaiting = hook is not null,
            WaitsUntil = AwsTime.From(hook?.ExpiresAt),
            Duration = begun is null ? null : (ended ?? connection.Clock.UtcNow) - begun,
            DesiredCount = service.DesiredCount ?? 0,
            RunningCount = service.RunningCount ?? 0,
            PendingCount = service.PendingCount ?? 0,
            Region = arn.Region,
            AccountId = arn.AccountId,
        };
    }
}
