using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Tasks;

namespace EcsTools.Services;

/// <summary>Finds and collects each <see cref="ServiceTaskFailure"/> of one deployment.</summary>
internal sealed class ServiceTaskFailures(AwsConnection connection, ServiceReference service)
{
    // ECS's own clock sets the times of the deployment and of its tasks, but not at the same instant.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    private readonly TaskDescriptions _descriptions = new(connection);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<ServiceTaskFailure> _failures = [];

    public int Count => _failures.Count;

    /// <summary>Whether the last look saw tasks of the deployment that are stopping and whose reason is not known yet.</summary>
    public bool AnyIsEnding { get; private set; }

    /// <summary>The failures with the most frequent reason; empty if there are none.</summary>
    public IReadOnlyList<ServiceTaskFailure> Main
        => _failures.GroupBy(
            failure => failure.Key, StringComparer.Ordinal).OrderByDescending(group => group.Count()).FirstOrDefault()?.ToList()
            ?? [];

    /// <summary>Ignores tasks that stopped before.</summary>
    public async System.Threading.Tasks.Task IgnorePastAsync(CancellationToken cancellationToken)
        => _seen.UnionWith(await ListAsync(DesiredStatus.STOPPED, cancellationToken).ConfigureAwait(false));

    /// <summary>Returns the tasks that failed since the last look.</summary>
    /// <param name="definition">ARN of the task definition that the deployment deploys; null for any.</param>
    /// <param name="since">When the deployment began; null for no limit.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<ServiceTaskFailure>> LookAsync(
        string? definition, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var unknown = (
            await ListAsync(DesiredStatus.STOPPED, cancellationToken).ConfigureAwait(false)).Where(arn => !_seen.Contains(arn)).ToList();
        var fresh = new List<ServiceTaskFailure>();
        var described = await DescribeAsync(unknown, cancellationToken).ConfigureAwait(false);
        AnyIsEnding = described.Any(task => !ServiceTaskFailure.IsTold(task) && Belongs(task, definition, since));
        foreach (var task in described.Where(ServiceTaskFailure.IsTold).OrderBy(task => task.StoppedAt))
        {
            _seen.Add(task.TaskArn);
            if (Belongs(task, definition, since) && ServiceTaskFailure.From(task) is { } failure)
            {
                fresh.Add(failure);
            }
        }

        _failures.AddRange(fresh);
        return fresh;
    }

    /// <summary>
    /// Whether a task of the deployment stays up: it passes its health check, or has run longer than any task that failed.
    /// </summary>
    public async Task<bool> AnyStaysUpAsync(string? definition, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var lifetime = _failures.Max(failure => failure.Task.Duration ?? TimeSpan.Zero);
        var running = await DescribeAsync(
            await ListAsync(DesiredStatus.RUNNING, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return running.Any(task => task.LastStatus == "RUNNING" && Belongs(task, definition, since)
            && (task.HealthStatus == "HEALTHY" || (task.HealthStatus != "UNHEALTHY" && task.Duration > lifetime)));
    }

    private static bool Belongs(FargateTask task, string? definition, DateTimeOffset? since)
        => (definition is null || task.TaskDefinitionArn == definition) && !(task.CreatedAt + Tolerance < since);

    private async Task<IReadOnlyList<FargateTask>> DescribeAsync(IReadOnlyList<string> tasks, CancellationToken cancellationToken)
        => await _descriptions.DescribeAsync(service.Cluster, tasks, cancellationToken).ConfigureAwait(false);

    private async Task<List<string>> ListAsync(DesiredStatus status, CancellationToken cancellationToken)
    {
        var all = new List<string>();
        var request = new ListTasksRequest
        {
            Cluster = service.Cluster,
            ServiceName = service.Name,
            DesiredStatus = status,
            MaxResults = 100,
        };
        do
        {
            var page = await connection.Ecs.ListTasksAsync(request, cancellationToken).ConfigureAwait(false);
            all.AddRange(page.TaskArns ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
        return all;
    }
}
