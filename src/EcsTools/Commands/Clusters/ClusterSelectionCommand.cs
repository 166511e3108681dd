using System.Management.Automation;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

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
    public virtual string? Cluster { get; set; }
}
