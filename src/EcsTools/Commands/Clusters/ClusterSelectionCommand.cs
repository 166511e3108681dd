using System.Management.Automation;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Clusters;

/// <summary>A command that works in one cluster.</summary>
public abstract class ClusterSelectionCommand : AwsCommand
{
    /// <summary>The cluster that ECS uses when a call names none.</summary>
    private protected const string DefaultCluster = "default";

    /// <summary>Name or ARN of the cluster.</summary>
    /// <value>default</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ClusterArn")]
    [ArgumentCompleter(typeof(ClusterCompleter))]
    [IdentifiedBy("Cluster", "ClusterArn")]
    [Subject(typeof(FargateCluster), Rank = 3)]
    public virtual string? Cluster { get; set; }
}
