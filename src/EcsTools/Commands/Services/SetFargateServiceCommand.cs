using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;

namespace EcsTools.Commands.Services;

/// <summary>Changes a service: its count, what it runs, how it deploys.</summary>
/// <remarks>
/// <para>
/// What you name is changed, the rest stays. -Image derives a new revision from the one that runs, with the image of one container changed
/// and
/// everything else as it is, registers it and deploys it. -WhatIf shows the difference field by field.
/// </para>
/// <para>
/// With -Wait the command follows the deployment to its end. One that fails is rolled back, what served before serves on, and the error's
/// first line
/// names the cause: exit code, reason and last log line of the tasks that failed.
/// </para>
/// </remarks>
/// <example>
///   <code>Set-FargateService web -Cluster demo -DesiredCount 4</code>
///   <para>Keeps four tasks from now on.</para>
/// </example>
/// <example>
///   <code>Push-EcrImage ./web -Tag 1.1.0 | Set-FargateService web -Cluster demo -Wait</code>
///   <para>Pushes an image and deploys it, with everything but the image as it runs now.</para>
/// </example>
/// <example>
///   <code>Get-FargateService -Cluster demo | Set-FargateService -ForceNewDeployment</code>
///   <para>Replaces the tasks of every service of the cluster.</para>
/// </example>
[Cmdlet(VerbsCommon.Set, "FargateService", SupportsShouldProcess = true)]
[OutputType(typeof(FargateService))]
public sealed class SetFargateServiceCommand : ServiceSettingsCommand
{
    /// <summary>
    /// <para type="description">Names or ARNs of services.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [IdentifiedBy("ServiceArn")]
    public string[] ServiceName { get; set; } = [];

    /// <summary>
    /// <para type="description">What it shall run: a family for its newest active revision, family:revision, or an ARN. Of a service that
    /// is piped in, what it ran when it was read is not meant.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("TaskDefinitionArn")]
    [ArgumentCompleter(typeof(FamilyCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    public string? TaskDefinition { get; set; }

    /// <summary>
    /// <para type="description">Image to run with all else as it is, such as the ImageUri that Push-EcrImage emits. With several containers
    /// it is for the one whose image has the same repository, or -ContainerName.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ImageUri")]
    public string? Image { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        // A service that is piped in brings the name of what it ran when it was read: to go back to that was not asked for.
        var isMeant = IsGivenOnCommandLine(nameof(TaskDefinition)) || IsGivenOnCommandLine(nameof(ServiceName));
        foreach (var name in ServiceName)
        {
            await BringToAsync(
                Settings() with { ServiceName = name, TaskDefinition = isMeant ? TaskDefinition : null, Image = Image, MustExist = true },
                pipeline,
                cancellationToken).ConfigureAwait(false);
        }
    }
}
