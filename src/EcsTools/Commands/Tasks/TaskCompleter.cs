using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Pipeline.Completion;
using EcsTools.Tasks;

namespace EcsTools.Commands.Tasks;

/// <summary>Completes the ids or ARNs of running tasks; the tooltip describes each task.</summary>
public class TaskCompleter : AwsCompleter
{
    /// <summary>Whether stopped tasks are completed, too.</summary>
    protected virtual bool StoppedToo => false;

    /// <inheritdoc/>
    protected override string Scope(IDictionary bound)
        => (bound["Cluster"] is PSObject wrapped ? wrapped.BaseObject : bound["Cluster"]) as string ?? "";

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<KeyValuePair<string, string>>> FindAsync(
        AwsConnection connection, string scope, CancellationToken cancellationToken)
    {
        var tasks = new List<KeyValuePair<string, string>>();
        var query = new TaskQuery { Clusters = scope.Length > 0 ? [scope] : null, Detailed = false, Stopped = StoppedToo };
        await foreach (var task in new FargateTasks(connection).GetAsync(query, _ => { }, cancellationToken).ConfigureAwait(false))
        {
            tasks.Add(new KeyValuePair<string, string>(
                scope.Length > 0 ? task.TaskId : task.TaskArn, $"{task.Family} in {task.Cluster}: {task.LastStatus}"));
        }

        return tasks;
    }
}
