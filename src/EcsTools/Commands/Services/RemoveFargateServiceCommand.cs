using System;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Commands.Clusters;
using EcsTools.Estimates;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Pipeline.Input;
using EcsTools.Removal;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Removes a service and ends its tasks.</summary>
/// <remarks>
/// The command sets the desired count to zero, lets the tasks end as in any deployment, removes the service, and waits until it is gone.
/// With -Force it removes the service at once, and ECS stops the tasks. -Force does not answer the confirmation. The scaling of the service is
/// removed too: it would apply to the next service with that name. Task definitions, images, log groups, target groups and security groups stay.
/// </remarks>
/// <example>
///   <code>Remove-FargateService web -Cluster demo</code>
///   <para>Asks for confirmation, and then removes the service.</para>
/// </example>
/// <example>
///   <code>Get-FargateService test-* -Cluster demo | Remove-FargateService -Force -Confirm:$false</code>
///   <para>Removes all services whose names begin with test-, without asking and without waiting for their tasks to end.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "FargateService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FargateService), typeof(EcsPlanStep))]
public sealed class RemoveFargateServiceCommand : ServiceSelectionCommand, IPlannedCommand
{
    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "ServiceArn")]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    [IdentifiedBy("ServiceArn", Only = [typeof(FargateService)])]
    [Subject(typeof(FargateService), OtherKinds = ["TaskArn", "TaskId", "ServiceRevision"])]
    public override string[] ServiceName { get; set; } = [];

    /// <summary>Removes the service at once, together with its running tasks.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Maximum time to wait until the tasks have ended and the service is gone.</summary>
    /// <value>15m</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Emits the removed service.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    [Parameter]
    public SwitchParameter AsPlan { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(pipeline, nameof(ServiceName), ServiceName, name => RemoveAsync(name, connection, pipeline, cancellationToken))
            .ConfigureAwait(false);
    }

    private async Task RemoveAsync(string name, AwsConnection connection, CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var removal = new FargateServiceRemoval(connection);
        var plan = await removal.PlanAsync(ServiceReference.Parse(name, Cluster), cancellationToken).ConfigureAwait(false);
        var shown = await new PlanCosts(connection, pipeline.Progress).AddAsync(plan, Force, cancellationToken).ConfigureAwait(false);
        if (!await pipeline.ShouldProcessAsync(shown).ConfigureAwait(false))
        {
            return;
        }

        var removed = await removal.RemoveAsync(plan, Force, Timeout, pipeline.Progress, cancellationToken).ConfigureAwait(false);
        if (PassThru)
        {
            pipeline.WriteObject(removed);
        }
    }
}
