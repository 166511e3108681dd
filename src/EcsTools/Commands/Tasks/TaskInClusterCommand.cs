using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Tasks;

/// <summary>A command on tasks that are named by their ARN, or by their id and the cluster.</summary>
public abstract class TaskInClusterCommand : AwsCommand
{
    /// <summary>Name or ARN of the cluster. A task ARN already contains it.</summary>
    /// <value>the cluster in which the task or service is found</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [IdentifiedBy("Cluster", "ClusterArn")]
    [Subject(typeof(FargateCluster), Rank = 3)]
    public string? Cluster { get; set; }
}
