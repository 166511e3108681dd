using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Tasks;

namespace EcsTools.Commands.Tasks;

/// <summary>
/// Collects the tasks of the pipeline, each with its connection, for commands that work on all of them at the same time.
/// </summary>
internal sealed class TaskCollector
{
    private readonly List<(AwsConnection Connection, TaskReference Task)> _tasks = new();

    /// <summary>Adds a task. An id without a cluster is looked up.</summary>
    public async Task AddAsync(AwsConnection connection, string task, string? cluster, CancellationToken cancellationToken)
        => Add(connection, await new FargateTasks(connection).LocateAsync(task, cluster, cancellationToken).ConfigureAwait(false));

    public void Add(AwsConnection connection, TaskReference task) => _tasks.Add((connection, task));

    public IEnumerable<(AwsConnection Connection, IReadOnlyList<TaskReference> Tasks)> ByConnection()
        => _tasks.GroupBy(item => item.Connection).Select(
            group => (group.Key, (IReadOnlyList<TaskReference>)group.Select(item => item.Task).ToList()));
}
