using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;

namespace EcsTools.Services;

/// <summary>Calls ECS for the deployments of services and the revisions they deploy. <see cref="FargateDeployments"/> makes models of them.</summary>
internal sealed class ServiceDeployments(AwsConnection connection)
{
    // ECS limits: names of one ListServiceDeployments, items of one DescribeServiceDeployments or DescribeServiceRevisions.
    private const int Page = 100;
    private const int Batch = 20;

    private readonly Dictionary<string, ServiceRevision> _revisions = new(StringComparer.Ordinal);

    /// <summary>The newest deployment of a service; null if none is known (yet).</summary>
    public async Task<ServiceDeploymentBrief?> NewestAsync(ServiceReference service, CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(service, cancellationToken).ConfigureAwait(false))
        {
            return page.FirstOrDefault();
        }

        return null;
    }

    /// <summary>Pages of deployments, newest first.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ServiceDeploymentBrief>> PagesAsync(
        ServiceReference service, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListServiceDeploymentsRequest { Cluster = service.Cluster, Service = service.Service, MaxResults = Page };
        do
        {
            var page = await connection.Ecs.ListServiceDeploymentsAsync(request, cancellationToken).ConfigureAwait(false);
            yield return (page.ServiceDeployments ?? []).OrderByDescending(deployment => deployment.CreatedAt).ToList();
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    public async Task<ServiceDeployment?> FindAsync(string deployment, CancellationToken cancellationToken)
        => (await DescribeAsync([deployment], cancellationToken).ConfigureAwait(false)).FirstOrDefault();

    /// <summary>The deployments with these ARNs, in this order. One that does not exist is left out.</summary>
    public async Task<IReadOnlyList<ServiceDeployment>> DescribeAsync(
        IReadOnlyList<string> deployments, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, ServiceDeployment>(StringComparer.Ordinal);
        foreach (var batch in deployments.InBatches(Batch))
        {
            var response = await connection.Ecs.DescribeServiceDeploymentsAsync(
                new DescribeServiceDeploymentsRequest { ServiceDeploymentArns = batch.ToList() }, cancellationToken).ConfigureAwait(false);
            foreach (var deployment in response.ServiceDeployments ?? [])
            {
                found[deployment.ServiceDeploymentArn] = deployment;
            }
        }

        return deployments.Where(found.ContainsKey).Select(arn => found[arn]).ToList();
    }

    /// <summary>The revisions with these ARNs. A revision never changes, so each is read only once.</summary>
    public async Task<IReadOnlyDictionary<string, ServiceRevision>> RevisionsAsync(
        IEnumerable<string?> arns, CancellationToken cancellationToken)
    {
        var unknown = arns.OfType<string>().Where(arn => !_revisions.ContainsKey(arn)).Distinct(StringComparer.Ordinal).ToList();
        foreach (var batch in unknown.InBatches(Batch))
        {
            var response = await connection.Ecs.DescribeServiceRevisionsAsync(
                new DescribeServiceRevisionsRequest { ServiceRevisionArns = batch.ToList() }, cancellationToken).ConfigureAwait(false);
            foreach (var revision in response.ServiceRevisions ?? [])
            {
                _revisions[revision.ServiceRevisionArn] = revision;
            }
        }

        return _revisions;
    }

    public async Task<ServiceRevision?> RevisionAsync(string? arn, CancellationToken cancellationToken)
        => arn is not null && (await RevisionsAsync([arn], cancellationToken).ConfigureAwait(false)).TryGetValue(arn, out var revision)
            ? revision
            : null;

    /// <summary>The pause at which a deployment waits for an answer; null if it does not wait.</summary>
    public static DeploymentLifecycleHookDetail? Waiting(ServiceDeployment deployment)
        => (deployment.LifecycleHookDetails ?? []).Find(hook => hook.Status?.Value == "AWAITING_ACTION");

    /// <summary>Whether a deployment has ended, successfully or not.</summary>
    public static bool IsOver(ServiceDeploymentStatus? status)
        => status?.Value is "SUCCESSFUL" or "STOPPED" or "ROLLBACK_SUCCESSFUL" or "ROLLBACK_FAILED";

    /// <summary>Whether it is still deploying, not rolling back.</summary>
    public static bool IsUnderWay(ServiceDeploymentStatus? status) => status?.Value is "PENDING" or "IN_PROGRESS";

    /// <summary>The source revision with the most tasks; null for the first deployment.</summary>
    public static string? Source(ServiceDeployment deployment)
        => (deployment.SourceServiceRevisions ?? []).OrderByDescending(revision => revision.RunningTaskCount ?? 0).FirstOrDefault()?.Arn;
}
