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

/// <summary>Removes a service and ends its tasks.</summary>
/// <remarks>
/// The count goes to zero, the tasks end as they would in any deployment, the service is removed, and the command waits until it is gone.
/// With -Force
/// the service is removed at once and ECS stops its tasks. -Force does not answer the question of -Confirm. Task definitions, images,
/// target groups and
/// security groups stay.
/// </remarks>
/// <example>
///   <code>Remove-FargateService web -Cluster demo</code>
///   <para>Removes the service, after a question.</para>
/// </example>
/// <example>
///   <code>Get-FargateService test-* -Cluster demo | Remove-FargateService -Force -Confirm:$false</code>
///   <para>Removes all services whose names begin with test-, without a question and without waiting for their tasks to end by
/// themselves.</para>
/// </example>
[Cmdlet(VerbsCommon.Remove, "FargateService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(FargateService))]
public sealed class RemoveFargateServiceCommand : ServiceSelectionCommand
{
    /// <summary>
    /// <para type="description">Removes the service at once, with the tasks that run in it.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// <para type="description">How long to wait for the tasks to end, and for the service to go.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// <para type="description">Emits the service that was removed.</para>
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        foreach (var name in ServiceName)
        {
            var reference = ServiceReference.Parse(name, Cluster);
            var service = await new FargateServices(connection).RequireAsync(reference, cancellationToken).ConfigureAwait(false);
            var place = $"cluster '{service.Cluster}' in {service.Region} (account {service.AccountId})";
            var action = $"Remove service '{service.ServiceName}' from {place}";
            var steps = new[]
            {
                $"- {service.RunningCount + service.PendingCount} tasks of {service.TaskDefinition} "
                    + $"{(Force ? "are stopped" : "end first")}",
            };
            if (
                !await pipeline.ShouldProcessAsync(
                    PlanText.Of(action, steps), PlanText.Of(action + "?", steps), "Service").ConfigureAwait(false))
            {
                continue;
            }

            var removed = await new FargateServiceRemoval(connection)
                .RemoveAsync(reference, Force, Timeout, pipeline.Progress, cancellationToken)
                .ConfigureAwait(false);
            if (PassThru)
            {
                pipeline.WriteObject(removed);
            }
        }
    }
}
