using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Models;
using EcsTools.TaskDefinitions;

namespace EcsTools.Tasks;

/// <summary>Finds and stops the tasks of one account and region.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class FargateTasks(AwsConnection connection)
{
    // ECS limits: names of one ListTasks, characters of a stop reason.
    private const int Page = 100;
    private const int ReasonLength = 255;

    // Number of clusters whose tasks are listed at the same time.
    private const int Ahead = 4;

    private readonly TaskDescriptions _descriptions = new(connection);

    /// <summary>Finds tasks, batch by batch.</summary>
    /// <param name="query">Which tasks to find.</param>
    /// <param name="missing">Called with each named task or cluster that does not exist.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<FargateTask> GetAsync(
        TaskQuery query, Action<EcsToolsException> missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var families = NamePattern.ParseAll(query.Families);
        var batches = query.Tasks is { Count: > 0 } named
            ? NamedAsync(query, named, missing, cancellationToken) : ListedAsync(query, missing, cancellationToken);

        // A task that stops between the list of the running tasks and that of the stopped ones is in both.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var batch in batches.ConfigureAwait(false))
        {
            foreach (var task in batch.Where(task => families.Any(family => family.Matches(task.Family)) && IsOf(query.Revision, task)))
            {
                if (query.Tasks is { Count: > 0 } || seen.Add(task.TaskArn))
                {
                    yield return task;
                }
            }
        }
    }

    /// <summary>The task that an ARN or an id means. An id without a cluster is looked up in every cluster of the region.</summary>
    /// <param name="task">ARN or id.</param>
    /// <param name="cluster">Name or ARN of the cluster; null if it is not known.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">No cluster has a task with this id.</exception>
    public async Task<TaskReference> LocateAsync(string task, string? cluster, CancellationToken cancellationToken)
    {
        if (TaskReference.TryParse(task, cluster) is { } named)
        {
            return named;
        }

        await foreach (var found in GetAsync(new TaskQuery { Tasks = [AwsArn.NameOf(task)] }, _ => { }, cancellationToken).ConfigureAwait(false))
        {
            return new TaskReference(found.ClusterArn, found.TaskArn);
        }

        throw Missing(task, null);
    }

    /// <summary>Stops a task. A task that has already stopped stays as it is.</summary>
    /// <param name="task">The task.</param>
    /// <param name="reason">The stopped reason to record.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="EcsToolsException">The task does not exist.</exception>
    public async Task<FargateTask> StopAsync(TaskReference task, string? reason, CancellationToken cancellationToken)
    {
        var text = string.IsNullOrWhiteSpace(reason) ? "Stopped by EcsTools" : reason!;
        try
        {
            var response = await connection.Ecs.StopTaskAsync(
                new StopTaskRequest
                {
                    Cluster = task.Cluster,
                    Task = task.Task,
                    Reason = text.Substring(0, Math.Min(ReasonLength, text.Length)),
                },
                cancellationToken).ConfigureAwait(false);
            return (await _descriptions.ToModelsAsync([response.Task], cancellationToken).ConfigureAwait(false))[0];
        }
        catch (ClusterNotFoundException)
        {
            throw await new FargateClusters(connection).MissingAsync(task.Cluster, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidParameterException problem) when (Says(problem, "not found") || Says(problem, "was not found"))
        {
            throw Missing(task.Task, task.Cluster, problem);
        }
    }

    /// <summary>Describes named tasks. One that does not exist is left out.</summary>
    internal async Task<IReadOnlyList<FargateTask>> FindAsync(IEnumerable<TaskReference> tasks, CancellationToken cancellationToken)
    {
        var found = new List<FargateTask>();
        foreach (var cluster in tasks.GroupBy(task => task.Cluster, StringComparer.Ordinal))
        {
            try
            {
                found.AddRange(
                    await _descriptions.DescribeAsync(
                        cluster.Key, cluster.Select(task => task.Task).ToList(), cancellationToken).ConfigureAwait(false));
            }
            catch (ClusterNotFoundException)
            {
                throw await new FargateClusters(connection).MissingAsync(cluster.Key, cancellationToken).ConfigureAwait(false);
            }
        }

        return found;
    }

    /// <summary>Those of some tasks that have not stopped, as they are now.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<FargateTask>> StillRunningAsync(IReadOnlyList<FargateTask> tasks, CancellationToken cancellationToken)
    {
        var found = await FindAsync(tasks.Select(task => new TaskReference(task.ClusterArn, task.TaskArn)), cancellationToken).ConfigureAwait(false);
        return found.Where(task => task.DesiredStatus != "STOPPED").ToList();
    }

    internal TaskDescriptions Descriptions => _descriptions;

    internal static EcsToolsException Missing(string task, string? cluster, Exception? inner = null)
        => new(
            ErrorCodes.TaskNotFound,
            cluster is null ? "There is no task "
                + $"'{AwsArn.NameOf(task)}'." : $"There is no task '{AwsArn.NameOf(task)}' in cluster '{AwsArn.NameOf(cluster)}'.",
            "See the tasks that ECS knows with Get-FargateTask -Status All: ECS forgets a task about an hour after it has stopped.",
            "TaskArn",
            task,
            inner);

    private async IAsyncEnumerable<IReadOnlyList<FargateTask>> NamedAsync(
        TaskQuery query,
        IReadOnlyList<string> named,
        Action<EcsToolsException> missing,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var open = new HashSet<string>(named, StringComparer.Ordinal);
        var byCluster = named.Where(AwsArn.Is).Select(task => TaskReference.Parse(task, query.Clusters?.FirstOrDefault())).ToList();
        var found = await FindAsync(byCluster, cancellationToken).ConfigureAwait(false);
        open.ExceptWith(found.Select(task => task.TaskArn));
        yield return found;

        // An id without a cluster is looked up in every possible cluster.
        var ids = named.Where(task => !AwsArn.Is(task)).ToList();
        if (ids.Count > 0)
        {
            await foreach (var cluster in new FargateClusters(connection).GetAsync(
                query.Clusters, missing, cancellationToken).ConfigureAwait(false))
            {
                var inCluster = await _descriptions.DescribeAsync(cluster.ClusterArn, ids.Where(open.Contains).ToList(), cancellationToken)
                    .ConfigureAwait(false);
                open.ExceptWith(inCluster.Select(task => task.TaskId));
                yield return inCluster;
            }
        }

        foreach (var task in open)
        {
            missing(Missing(task, query.Clusters is [var only] ? only : AwsArn.Is(task) ? TaskReference.Parse(task, null).Cluster : null));
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<FargateTask>> ListedAsync(
        TaskQuery query, Action<EcsToolsException> missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var budget = query.Detailed ? null : new DefinitionReadLimit(ApiRates.DefinitionBurst);
        var told = false;
        var pages = PagesAsync(query, missing, cancellationToken);
        await foreach (var page in _descriptions.DescribeAsync(pages, budget, cancellationToken).ConfigureAwait(false))
        {
            yield return page.Where(task => query.StartedBy is null || task.StartedBy == query.StartedBy).ToList();
            if (budget is { IsExceeded: true } && !told)
            {
                told = true;
                query.Notice?.Invoke(
                    $"These tasks have more than {ApiRates.DefinitionBurst} task definitions, which ECS lets be read at 20 a second: those of "
                    + "further ones come without Endpoints and names of logs. -Detailed reads them all; -Cluster, -Family and -ServiceName narrow the list.");
            }
        }
    }

    private async IAsyncEnumerable<(string Cluster, IReadOnlyList<string> Tasks)> PagesAsync(
        TaskQuery query, Action<EcsToolsException> missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = ListsAsync(query, missing, cancellationToken).PagesAsync(
            Ahead, (list, token) => ListAsync(query, list.Cluster, list.Status, token, cancellationToken), cancellationToken);
        await foreach (var (list, page) in pages.ConfigureAwait(false))
        {
            yield return (list.Cluster, page);
        }
    }

    private async IAsyncEnumerable<(string Cluster, DesiredStatus Status)> ListsAsync(
        TaskQuery query, Action<EcsToolsException> missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var cluster in new FargateClusters(connection).GetAsync(query.Clusters, missing, cancellationToken).ConfigureAwait(false))
        {
            if (query.Running)
            {
                yield return (cluster.ClusterArn, DesiredStatus.RUNNING);
            }

            if (query.Stopped)
            {
                yield return (cluster.ClusterArn, DesiredStatus.STOPPED);
            }
        }
    }

    private async Task<(IReadOnlyList<string> Tasks, string? Next)> ListAsync(
        TaskQuery query, string cluster, DesiredStatus status, string? token, CancellationToken cancellationToken)
    {
        // ECS accepts startedBy only alone. It can also filter by a single family.
        var request = new ListTasksRequest
        {
            Cluster = cluster,
            DesiredStatus = status,
            MaxResults = Page,
            ServiceName = query.ServiceName,
            NextToken = token,
        };
        if (query.ServiceName is null && query.Families is [var family] && !NamePattern.HasWildcard(family))
        {
            request.Family = family;
        }

        try
        {
            var page = await connection.Ecs.ListTasksAsync(request, cancellationToken).ConfigureAwait(false);
            return (page.TaskArns ?? [], page.NextToken);
        }
        catch (ServiceNotFoundException)
        {
            // If there are several clusters, some may not have the service.
            return ([], null);
        }
    }

    private static bool IsOf(int? revision, FargateTask task)
        => revision is null || TaskDefinitionName.RevisionOf(AwsArn.NameOf(task.TaskDefinitionArn)) == revision;

    private static bool Says(Exception problem, string text) => problem.Message?.IndexOf(text, StringComparison.OrdinalIgnoreCase) >= 0;
}
