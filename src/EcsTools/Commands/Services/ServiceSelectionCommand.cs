using System.Management.Automation;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Services;

/// <summary>A command on the services that are named or come from the pipeline.</summary>
public abstract class ServiceSelectionCommand : ClusterSelectionCommand
{
    /// <summary>Names or ARNs of services.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [IdentifiedBy("ServiceArn")]
    [Subject(typeof(FargateService), typeof(FargateDeployment), typeof(FargateScaling))]
    public virtual string[] ServiceName { get; set; } = [];
}
