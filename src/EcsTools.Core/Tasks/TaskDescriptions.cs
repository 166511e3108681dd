using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECS.Model;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.TaskDefinitions;
using AwsTask = Amazon.ECS.Model.Task;

namespace EcsTools.Tasks;

/// <summary>Describes tasks, at most a hundred per call, with the definition and the public address of each.</summary>
internal sealed class TaskDescriptions(AwsConnection connection)
{
    // ECS limit: tasks of one DescribeTasks.
    private const int Batch = 100;

    // Number of calls at the same time.
    private const int Ahead = 8;

    private readonly TaskDefinitionReader _definitions = new(connection);
    private readonly TaskAddresses _addresses = new(connection);

    public TaskDefinitionReader Definitions => _definitions;

    /// <summary>The tasks that exist, in no particular order. Others are left out.</summary>
    /// <param name="cluster">Name or ARN of their cluster.</param>
    /// <param name="tasks">ARNs or ids.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<FargateTask>> DescribeAsync(
        string cluster, IReadOnlyList<string> tasks, CancellationToken cancellationToken)
    {
        var all = new List<FargateTask>();
        var described = tasks.Distinct(StringComparer.Ordinal).ToList().InBatches(Batch)
            .SelectOrderedAsync(Ahead, batch => DescribePageAsync(cluster, batch, cancellationToken), cancellationToken);
        await foreach (var (found, addresses) in described.ConfigureAwait(false))
        {
            all.AddRange(await ToModelsAsync(found, addresses, null, cancellationToken).ConfigureAwait(false));
        }

        return all;
    }

    /// <summary>Describes the tasks of pages, in their order, while further pages are being listed.</summary>
    /// <param name="pages">ARNs or ids of tasks, at most a hundred per page, each with their cluster.</param>
    /// <param name="budget">How many definitions may be read for them; null for all.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<IReadOnlyList<FargateTask>> DescribeAsync(
        IAsyncEnumerable<(string Cluster, IReadOnlyList<string> Tasks)> pages,
        DefinitionReadLimit? budget,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var described = pages.SelectOrderedAsync(Ahead, page => DescribePageAsync(page.Cluster, page.Tasks, cancellationToken), cancellationToken);
        await foreach (var (tasks, addresses) in described.ConfigureAwait(false))
        {
            yield return await ToModelsAsync(tasks, addresses, budget, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<IReadOnlyList<FargateTask>> ToModelsAsync(List<AwsTask> tasks, CancellationToken cancellationToken)
        => await ToModelsAsync(tasks, await _addresses.FindAsync(tasks, cancellationToken).ConfigureAwait(false), null, cancellationToken)
            .ConfigureAwait(false);

    private async Task<(List<AwsTask> Tasks, IReadOnlyDictionary<string, string?> Addresses)> DescribePageAsync(
        string cluster, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return ([], new Dictionary<string, string?>());
        }

        var response = await connection.Ecs.DescribeTasksAsync(
            new DescribeTasksRequest { Cluster = cluster, Tasks = names.ToList() }, cancellationToken).ConfigureAwait(false);

        // ECS answers in its own order.
        var ids = names.Select(AwsArn.NameOf).ToList();
        var tasks = (response.Tasks ?? []).OrderBy(task => ids.IndexOf(AwsArn.NameOf(task.TaskArn))).ToList();
        return (tasks, await _addresses.FindAsync(tasks, cancellationToken).ConfigureAwait(false));
    }

    private async Task<IReadOnlyList<FargateTask>> ToModelsAsync(
        List<AwsTask> tasks, IReadOnlyDictionary<string, string?> addresses, DefinitionReadLimit? budget, CancellationToken cancellationToken)
    {
        var wanted = tasks.Where(task => budget?.Allows(task) != false).Select(task => task.TaskDefinitionArn).Distinct(StringComparer.Ordinal);
        var definitions = new Dictionary<string, TaskDefinition>(StringComparer.Ordinal);
        var read = wanted.SelectOrderedAsync(Ahead, arn => _definitions.FindAsync(arn, cancellationToken), cancellationToken);
        await foreach (var found in read.ConfigureAwait(false))
        {
            if (found is var (definition, _))
            {
                definitions[definition.TaskDefinitionArn] = definition;
            }
        }

        return tasks.ConvertAll(task => TaskMapper.ToModel(
            task,
            definitions.TryGetValue(task.TaskDefinitionArn, out var definition) ? definition : null,
            TaskMapper.NetworkInterface(task) is { } id && addresses.TryGetValue(id, out var address) ? address : null,
            connection.Clock.UtcNow));
    }
}
