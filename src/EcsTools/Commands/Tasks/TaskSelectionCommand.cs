using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Tasks;

/// <summary>A command on the tasks that are named or come from the pipeline.</summary>
public abstract class TaskSelectionCommand : TaskInClusterCommand
{
    /// <summary>ARNs or ids of tasks. An id is looked up in every cluster, if you do not use -Cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Task", "TaskId")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    [IdentifiedBy("TaskArn")]
    [Subject(typeof(FargateTask), typeof(FargateFailure), typeof(ScheduledTaskRun), typeof(TaskLogEvent))]
    public virtual string[] TaskArn { get; set; } = [];

    /// <summary>Collects the tasks of a record.</summary>
    private protected async Task CollectAsync(TaskCollector tasks, CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(pipeline, nameof(TaskArn), TaskArn, task => tasks.AddAsync(connection, task, Cluster, cancellationToken))
            .ConfigureAwait(false);
    }
}
