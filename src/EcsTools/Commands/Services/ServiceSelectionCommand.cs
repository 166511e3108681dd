using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Services;

/// <summary>A command on the services that are named or come from the pipeline.</summary>
public abstract class ServiceSelectionCommand : ClusterSelectionCommand
{
    /// <summary>Names or ARNs of services.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [IdentifiedBy("ServiceArn")]
    public string[] ServiceName { get; set; } = [];
}
