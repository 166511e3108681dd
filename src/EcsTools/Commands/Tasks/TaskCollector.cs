using System.Collections.Generic;
using System.Linq;
using EcsTools.Aws;

namespace EcsTools.Commands.Tasks;

/// <summary>
/// Collects the tasks of the pipeline, each with its connection, for commands that work on all of them at the same time.
/// </summary>
internal sealed class TaskCollector
{
    private readonly List<(AwsConnection Connection, TaskReference Task)> _tasks = new();

    public void Add(AwsConnection connection, string task, string? cluster) => _tasks.Add((connection, TaskReference.Parse(task, cluster)));

    public IEnumerable<(AwsConnection Connection, IReadOnlyList<TaskReference> Tasks)> ByConnection()
        => _tasks.GroupBy(item => item.Connection).Select(
            group => (group.Key, (IReadOnlyList<TaskReference>)group.Select(item => item.Task).ToList()));
}
