using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;

namespace EcsTools.Commands.Services;

/// <summary>Changes a service: its count, what it runs, and how it deploys.</summary>
/// <remarks>
/// <para>
/// The command changes only the settings that you give. -Image registers a new revision that differs from the current one only in the image
/// of one container, and deploys it. -WhatIf shows the changes, field by field.
/// </para>
/// <para>
/// With -Wait the command follows the deployment to its end. A deployment that fails is rolled back, so the previous tasks continue to
/// serve. The first line of the error names the cause: exit code, reason and last log line of the failed tasks.
/// </para>
/// </remarks>
/// <example>
///   <code>Set-FargateService web -Cluster demo -DesiredCount 4</code>
///   <para>Keeps four tasks running.</para>
/// </example>
/// <example>
///   <code>Push-EcrImage ./web -Tag 1.1.0 -Repository web | Set-FargateService web -Cluster demo -Wait</code>
///   <para>Pushes an image and deploys it. Everything else stays as it is.</para>
/// </example>
/// <example>
///   <code>Set-FargateService web -Cluster demo -FailureThreshold 2 -CountAllFailures</code>
///   <para>Rolls a deployment back after two failed tasks, also if other tasks have become healthy in the meantime.</para>
/// </example>
/// <example>
///   <code>Set-FargateService web -Cluster demo -MinimumHealthyPercent 50 -EarlySuccessPercent 80 -EarlySuccessCleanup Deferred</code>
///   <para>Completes a deployment as soon as 80 percent of the tasks are healthy. The old tasks stop afterwards.</para>
/// </example>
/// <example>
///   <code>Set-FargateService web -Cluster demo -DesiredCount 4 -AsPlan | ConvertTo-Json</code>
///   <para>Emits what would change as objects, and changes nothing.</para>
/// </example>
/// <example>
///   <code>Get-FargateService -Cluster demo | Set-FargateService -ForceNewDeployment</code>
///   <para>Replaces the tasks of every service in the cluster.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "FargateService", SupportsShouldProcess = true)]
[OutputType(typeof(FargateService), typeof(EcsPlanStep))]
public sealed class SetFargateServiceCommand : ServiceSettingsCommand
{
    /// <summary>Names or ARNs of services.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [IdentifiedBy("ServiceArn")]
    [Subject(typeof(FargateService), typeof(FargateScaling))]
    public string[] ServiceName { get; set; } = [];

    /// <summary>
    /// Task definition to run: a family (its newest active revision), family:revision, or an ARN. The task definition of a piped service is
    /// ignored.
    /// </summary>
    /// <value>the current task definition</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("TaskDefinitionArn")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    [Subject(typeof(FargateTaskDefinition), Rank = 1)]
    public string? TaskDefinition { get; set; }

    /// <summary>
    /// Image to run, such as the ImageUri that Push-EcrImage emits. If there are several containers, it applies to the one with an image of
    /// the same repository, or to -ContainerName.
    /// </summary>
    /// <value>the current image</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ImageUri")]
    [Subject(typeof(EcrImage), typeof(EcrStoredImage), typeof(RegistryImage), Rank = 1)]
    public string? Image { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        // A piped service carries the task definition that it ran when it was read. Nobody asked to go back to it.
        var isMeant = IsGivenOnCommandLine(nameof(TaskDefinition)) || IsGivenOnCommandLine(nameof(ServiceName));
        var settings = Settings() with { TaskDefinition = isMeant ? TaskDefinition : null, Image = Image, MustExist = true };
        await ForEachAsync(pipeline, nameof(ServiceName), ServiceName, name => BringToAsync(settings with { ServiceName = name }, pipeline, cancellationToken))
            .ConfigureAwait(false);
    }
}
