using System.Management.Automation;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Apps;

/// <summary>A command that works on apps that exist.</summary>
public abstract class AppSelectionCommand : AwsCommand
{
    /// <summary>Names of apps.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("AppName")]
    [ArgumentCompleter(typeof(AppCompleter))]
    [IdentifiedBy("AppName", Only = [typeof(FargateApp)])]
    [Subject(typeof(FargateApp), OtherKinds = ["ResourceType"])]
    public virtual string[] Name { get; set; } = [];
}
