using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Services;

/// <summary>
/// The history of services for commands: their deployments as models, and what each one changed. <see cref="ServiceDeployments"/> makes the
/// calls.
/// </summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class FargateDeployments(AwsConnection connection)
{
    private readonly ServiceDeployments _deployments = new(connection);
    private readonly TaskDefinitionReader _definitions = new(connection);

    /// <summary>The deployments of a service, newest first, page by page.</summary>
    /// <param name="service">The service.</param>
    /// <param name="deploymentId">Only this deployment, by ARN or the last part of it; null for all.</param>
    /// <param name="statuses">Only deployments with one of these statuses; null or empty for all.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The service does not exist.</exception>
    public async IAsyncEnumerable<FargateDeployment> GetAsync(
        ServiceReference service,
        string? deploymentId,
        IReadOnlyList<string>? statuses,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await new FargateServices(connection).RequireRawAsync(service, cancellationToken).ConfigureAwait(false);
        var any = false;
        await foreach (var page in _deployments.PagesAsync(service, cancellationToken).ConfigureAwait(false))
        {
            var wanted = page
                .Where(deployment => deploymentId is null || AwsArn.NameOf(deployment.ServiceDeploymentArn) == AwsArn.NameOf(deploymentId))
                .Where(
                    deployment => statuses is not { Count: > 0 }
                        || statuses.Contains(deployment.Status?.Value ?? "", StringComparer.OrdinalIgnoreCase))
                .Select(deployment => deployment.ServiceDeploymentArn)
                .ToList();
            foreach (var deployment in await _deployments.DescribeAsync(wanted, cancellationToken).ConfigureAwait(false))
            {
                any = true;
                yield return await ToModelAsync(deployment, cancellationToken).ConfigureAwait(false);
            }
        }

        if (!any && deploymentId is not null)
        {
            throw new EcsToolsException(
                ErrorCodes.DeploymentNotFound,
                $"Service '{service.Name}' has no deployment '{deploymentId}'.",
                $"See the deployments that ECS keeps: Get-FargateDeployment {service.Name} -Cluster {AwsArn.NameOf(service.Cluster)}",
                "DeploymentId",
                deploymentId);
        }
    }

    internal ServiceDeployments Deployments => _deployments;

    /// <summary>
    /// What differs between two revisions: their task definitions field by field, their other settings, and the digests of their images.
    /// </summary>
    internal async Task<RevisionDifferences> DifferencesAsync(ServiceRevision from, ServiceRevision to, CancellationToken cancellationToken)
    {
        var settings = ServiceDifference.Between(ServiceSettingsText.Revision(from), ServiceSettingsText.Revision(to)).ToList();
        if (from.TaskDefinition == to.TaskDefinition)
        {
            return new RevisionDifferences(settings, Digests(from, to));
        }

        settings.Insert(0, ServiceDifference.OfDefinition(from.TaskDefinition, ServiceSettingsText.Definition(to.TaskDefinition)));
        var (before, after) = (
            await DocumentAsync(from, cancellationToken).ConfigureAwait(false), await DocumentAsync(to, cancellationToken).ConfigureAwait(false));
        if (before is not null && after is not null)
        {
            settings.InsertRange(1, TaskDefinitionNormalForm.Differences(before, after).Select(ServiceDifference.InDefinition));
        }

        return new RevisionDifferences(settings, []);
    }

    private static List<ImageDigestDifference> Digests(ServiceRevision from, ServiceRevision to)
        => (to.ContainerImages ?? []).SelectMany(image =>
            (from.ContainerImages ?? []).Find(candidate => candidate.ContainerName == image.ContainerName) is { ImageDigest: { } before }
                && image.ImageDigest is { } after && before != after
                ? new[] { new ImageDigestDifference(image.ContainerName, before, after) }
                : []).ToList();

    private async Task<System.Text.Json.Nodes.JsonObject?> DocumentAsync(ServiceRevision revision, CancellationToken cancellationToken)
        => await _definitions.FindAsync(revision.TaskDefinition, cancellationToken).ConfigureAwait(false) is var (definition, _)
            ? TaskDefinitionMapper.Document(definition, null)
            : null;

    private async Task<FargateDeployment> ToModelAsync(ServiceDeployment deployment, CancellationToken cancellationToken)
    {
        var (source, target) = (ServiceDeployments.Source(deployment), deployment.TargetServiceRevision?.Arn);
        await _deployments.RevisionsAsync([source, target], cancellationToken).ConfigureAwait(false);
        var from = await _deployments.RevisionAsync(source, cancellationToken).ConfigureAwait(false);
        var to = await _deployments.RevisionAsync(target, cancellationToken).ConfigureAwait(false);
        var arn = AwsArn.Parse(deployment.ServiceDeploymentArn);
        var (begun, ended) = (
            AwsTime.From(deployment.StartedAt) ?? AwsTime.From(deployment.CreatedAt),
            AwsTime.From(deployment.FinishedAt) ?? AwsTime.From(deployment.StoppedAt));
        return new FargateDeployment
        {
            Cluster = AwsArn.NameOf(deployment.ClusterArn),
            ServiceName = AwsArn.NameOf(deployment.ServiceArn),
            ServiceArn = deployment.ServiceArn,
            DeploymentId = deployment.ServiceDeploymentArn,
            Status = deployment.Status?.Value ?? "PENDING",
            StatusReason = ServiceSettingsText.Blank(deployment.StatusReason),
            RollbackReason = ServiceSettingsText.Blank(deployment.Rollback?.Reason),
            LifecycleStage = deployment.LifecycleStage?.Value,
            WaitingHookId = ServiceDeployments.Waiting(deployment)?.HookId,
            WaitsUntil = AwsTime.From(ServiceDeployments.Waiting(deployment)?.ExpiresAt),
            ServiceRevision = target ?? "",
            SourceServiceRevision = source,
            TaskDefinition = to is null ? null : ServiceSettingsText.Definition(to.TaskDefinition),
            SourceTaskDefinition = from is null ? null : ServiceSettingsText.Definition(from.TaskDefinition),
            Images = (to?.ContainerImages ?? []).Select(
                image => image.ImageDigest is null || image.Image.Contains('@')
                    ? image.Image
                    : $"{image.Image}@{image.ImageDigest}").ToArray(),
            Differences = from is null || to is null ? []
                : (await DifferencesAsync(from, to, cancellationToken).ConfigureAwait(false)).Changes,
            Strategy = deployment.DeploymentConfiguration?.Strategy?.Value ?? "ROLLING",
            RequestedTasks = deployment.TargetServiceRevision?.RequestedTaskCount ?? 0,
            RunningTasks = deployment.TargetServiceRevision?.RunningTaskCount ?? 0,
            FailedTasks = deployment.DeploymentCircuitBreaker?.FailureCount ?? 0,
            FailureThreshold = deployment.DeploymentCircuitBreaker is { Status: { Value: not "DISABLED" } } breaker
                ? breaker.Threshold
                : null,
            CreatedAt = AwsTime.From(deployment.CreatedAt),
            FinishedAt = ended,
            Duration = begun is null ? null : (ended ?? connection.Clock.UtcNow) - begun,
            Region = arn.Region,
            AccountId = arn.AccountId,
        };
    }
}
