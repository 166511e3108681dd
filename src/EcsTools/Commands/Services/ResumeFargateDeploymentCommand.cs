using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Lets a deployment that waits at a pause go on, or rolls it back.</summary>
/// <remarks>
/// <para>
/// New-FargateService and Set-FargateService -PauseAt let the deployments of a service wait at a stage, for example so that you can test the new tasks before
/// they receive traffic. Wait-FargateService says when a deployment waits. The deployment goes on by itself, or is rolled back, when -PauseTimeout is over.
/// </para>
/// </remarks>
/// <example>
///   <code>
/// $deployment = Resume-FargateDeployment web -Cluster demo
/// Wait-FargateService web -Cluster demo
///   </code>
///   <para>Lets the deployment of the service go on, and waits until it is complete.</para>
/// </example>
/// <example>
///   <code>Resume-FargateDeployment web -Cluster demo -Rollback</code>
///   <para>Rolls the deployment back. The previous tasks continue to serve.</para>
/// </example>
/// <example>
///   <code>Get-FargateDeployment web -Cluster demo | Where-Object WaitingHookId | Resume-FargateDeployment -WhatIf</code>
///   <para>Shows which deployment would go on. Nothing changes.</para>
/// </example>
/// <seealso cref="WaitFargateServiceCommand"/>
[Cmdlet(VerbsLifecycle.Resume, "FargateDeployment", SupportsShouldProcess = true)]
[OutputType(typeof(FargateDeployment), typeof(EcsPlanStep))]
public sealed class ResumeFargateDeploymentCommand : ClusterSelectionCommand, IPlannedCommand
{
    /// <summary>Name or ARN of the service.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [IdentifiedBy("ServiceArn")]
    [Subject(typeof(FargateService), typeof(FargateScaling), typeof(FargateDeployment))]
    public string ServiceName { get; set; } = "";

    /// <summary>ARN of the deployment, or the last part of the ARN.</summary>
    /// <value>the deployment that waits</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    public string? DeploymentId { get; set; }

    /// <summary>Rolls the deployment back.</summary>
    [Parameter]
    public SwitchParameter Rollback { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var resume = new DeploymentResume(connection);
        var deployment = await resume.PlanAsync(
            ServiceReference.Parse(ServiceName, Cluster), string.IsNullOrEmpty(DeploymentId) ? null : DeploymentId, cancellationToken).ConfigureAwait(false);
        if (await pipeline.ShouldProcessAsync(DeploymentResume.ToPlan(deployment, Rollback)).ConfigureAwait(false))
        {
            pipeline.WriteObject(await resume.ApplyAsync(deployment, Rollback, cancellationToken).ConfigureAwait(false));
        }
    }
}
