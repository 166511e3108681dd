using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Takes a service back to what it ran before.</summary>
/// <remarks>
/// <para>
/// A deployment that is under way is rolled back. Otherwise the newest earlier revision that was deployed with success and differs from
/// what serves is
/// deployed again, with the network, capacity and load balancers it had: so undoing twice brings back what was undone.
/// </para>
/// <para>
/// -ServiceRevision goes to any revision that Get-FargateDeployment shows, and a deployment that is piped in is gone back to.
/// -TaskDefinition changes
/// the task definition alone.
/// </para>
/// </remarks>
/// <example>
///   <code>Undo-FargateDeployment web -Cluster demo -Wait</code>
///   <para>Goes back to what ran before, and waits until it runs.</para>
/// </example>
/// <example>
///   <code>Undo-FargateDeployment web -Cluster demo -TaskDefinition 7 -WhatIf</code>
///   <para>Shows what going back to revision 7 of the family would change.</para>
/// </example>
/// <example>
///   <code>Get-FargateDeployment web -Cluster demo | Where-Object TaskDefinition -eq web:5 | Select-Object -First 1 |
/// Undo-FargateDeployment</code>
///   <para>Goes back to the service as it was when it ran web:5.</para>
/// </example>
[Cmdlet(VerbsCommon.Undo, "FargateDeployment", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FargateService))]
public sealed class UndoFargateDeploymentCommand : ClusterSelectionCommand
{
    /// <summary>
    /// <para type="description">Name or ARN of the service.</para>
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [IdentifiedBy("ServiceArn")]
    public string ServiceName { get; set; } = "";

    /// <summary>
    /// <para type="description">ARN, or its last part, of the service revision to go to.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? ServiceRevision { get; set; }

    /// <summary>
    /// <para type="description">Revision of the task definition to go to: a number of the family that runs, family:revision, or an
    /// ARN.</para>
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeployedDefinitionCompleter))]
    [IdentifiedBy("TaskDefinition", "TaskDefinitionArn", "Family")]
    public string? TaskDefinition { get; set; }

    /// <summary>
    /// <para type="description">Waits until the service runs it.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>
    /// <para type="description">How long -Wait waits, such as 20m.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(1);

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
        if (!plan.IsUnneeded && !await AskAsync(pipeline, plan).ConfigureAwait(false))
        {
            return;
        }

        var change = await undo.ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
        pipeline.WriteObject(Wait
            ? await ServiceSettingsCommand.WaitAsync(pipeline, connection, change, Timeout, cancellationToken).ConfigureAwait(false)
            : change.Service);
    }

    private static Task<bool> AskAsync(CommandPipeline pipeline, DeploymentUndoPlan plan)
    {
        var service = plan.Service;
        var action = plan.DeploymentToRollBack is null
            ? $"Take service '{service.ServiceName}' in cluster '{service.Cluster}' ({service.Region}) back to {plan.TaskDefinition}"
            : $"Roll back the deployment of service '{service.ServiceName}' in cluster '{service.Cluster}' ({service.Region}) to "
                + $"{plan.TaskDefinition}";
        return pipeline.ShouldProcessAsync(PlanText.Of(action, [], plan.Differences), action + "?", "Service");
    }
}
