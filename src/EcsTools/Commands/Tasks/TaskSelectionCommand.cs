using System.Management.Automation;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Tasks;

/// <summary>A command on the tasks that are named or come from the pipeline.</summary>
public abstract class TaskSelectionCommand : TaskInClusterCommand
{
    /// <summary>ARNs of tasks, or their ids together with -Cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Task", "TaskId")]
    [ArgumentCompleter(typeof(TaskCompleter))]
    [IdentifiedBy("TaskArn")]
    public virtual string[] TaskArn { get; set; } = [];
}
