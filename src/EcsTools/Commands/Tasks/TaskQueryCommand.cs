using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Commands.Services;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Pipeline;

namespace EcsTools.Commands.Tasks;

/// <summary>A command that searches for tasks by name, cluster, family or service.</summary>
public abstract class TaskQueryCommand : AwsCommand
{
    /// <summary>ARNs or ids of tasks.</summary>
    /// <value>all tasks that match the other parameters</value>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Task", "TaskId")]
    [ArgumentCompleter(typeof(KnownTaskCompleter))]
    [IdentifiedBy("TaskArn")]
    [Subject(typeof(FargateTask), typeof(FargateFailure), typeof(ScheduledTaskRun), typeof(TaskLogEvent))]
    public string[]? TaskArn { get; set; }

    /// <summary>Names or ARNs of clusters. Wildcards are allowed.</summary>
    /// <value>every cluster of the region</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [SupportsWildcards]
    [IdentifiedBy("Cluster", "ClusterArn")]
    [Subject(typeof(FargateCluster), Rank = 3)]
    public string[]? Cluster { get; set; }

    /// <summary>Names of task definition families. Wildcards are allowed.</summary>
    /// <value>every family</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [SupportsWildcards]
    [Subject(typeof(FargateTaskDefinition), typeof(ScheduledTask), Rank = 2)]
    public string[]? Family { get; set; }

    /// <summary>Name of the service to which the tasks belong.</summary>
    /// <value>tasks of every service, and tasks without one</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [IdentifiedBy("ServiceName")]
    [Subject(typeof(FargateService), typeof(FargateDeployment), typeof(FargateScaling), Rank = 1)]
    public string? ServiceName { get; set; }
}
