using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Estimates;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Takes a service back to what it ran before.</summary>
/// <remarks>
/// <para>
/// If a deployment is in progress, it is rolled back. Otherwise the command deploys the newest earlier revision that was deployed
/// successfully and differs from the current one, with its network, capacity and load balancers. To undo the undo, run the command again.
/// </para>
/// <para>
/// -ServiceRevision goes back to any revision that Get-FargateDeployment shows. A deployment from the pipeline restores its revision.
/// -TaskDefinition changes only the task definition.
/// </para>
/// </remarks>
/// <example>
///   <code>Undo-FargateDeployment web -Cluster demo -Wait</code>
///   <para>Goes back to what ran before, and waits until it runs.</para>
/// </example>
/// <example>
///   <code>Undo-FargateDeployment web -Cluster demo -TaskDefinition 7 -WhatIf</code>
///   <para>Shows what would change if the service went back to revision 7 of the family. Nothing changes.</para>
/// </example>
/// <example>
///   <code>Get-FargateDeployment web -Cluster demo | Where-Object TaskDefinition -eq web:5 | Select-Object -First 1 | Undo-FargateDeployment</code>
///   <para>Goes back to the service as it was when it ran web:5.</para>
/// </example>
[Cmdlet(VerbsCommon.Undo, "FargateDeployment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FargateService), typeof(EcsPlanStep))]
public sealed class UndoFargateDeploymentCommand : ClusterSelectionCommand, IPlannedCommand
{
    /// <summary>Name or ARN of the service.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [IdentifiedBy("ServiceArn")]
    [Subject(typeof(FargateService), typeof(FargateScaling), Rank = 1)]
    public string ServiceName { get; set; } = "";

    /// <summary>ARN of the service revision to deploy, or the last part of the ARN.</summary>
    /// <value>the newest earlier revision that was deployed successfully</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Subject(typeof(FargateDeployment))]
    public string? ServiceRevision { get; set; }

    /// <summary>
    /// Revision of the task definition to deploy: a number (a revision of the current family), family:revision, or an ARN.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeployedDefinitionCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    public string? TaskDefinition { get; set; }

    /// <summary>Waits until the service runs the earlier revision.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>Maximum time for -Wait, such as 20m.</summary>
    /// <value>1h</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        var undo = new DeploymentUndo(connection);
        var plan = await undo.PlanAsync(
            new DeploymentUndoRequest
            {
                Service = ServiceReference.Parse(ServiceName, Cluster),
                ServiceRevision = TaskDefinition is null ? ServiceRevision : null,
                TaskDefinition = TaskDefinition,
            },
            cancellationToken).ConfigureAwait(false);
        var shown = await new PlanCosts(connection, pipeline.Progress).AddAsync(plan, cancellationToken).ConfigureAwait(false);
        if (!await pipeline.ShouldProcessAsync(shown).ConfigureAwait(false))
        {
            return;
        }

        var change = await undo.ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
        pipeline.WriteObject(Wait
            ? await ServiceSettingsCommand.WaitAsync(pipeline, connection, change, Timeout, cancellationToken).ConfigureAwait(false)
            : change.Service);
    }
}
