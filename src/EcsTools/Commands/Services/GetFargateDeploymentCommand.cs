using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Gets the deployments of a service: its history, what each changed, and how it ended.</summary>
/// <remarks>
/// The newest comes first. Differences lists what a deployment changed, field by field, in the task definition and in the settings of the
/// service. ECS
/// keeps deployments for some 90 days.
/// </remarks>
/// <example>
///   <code>Get-FargateDeployment web -Cluster demo</code>
///   <para>Gets the history of a service.</para>
/// </example>
/// <example>
///   <code>(Get-FargateDeployment web -Cluster demo | Select-Object -First 1).Differences</code>
///   <para>Shows what the newest deployment changed.</para>
/// </example>
/// <example>
///   <code>Get-FargateDeployment web -Cluster demo -Status SUCCESSFUL | Where-Object CreatedAt -lt (Get-Date).AddDays(-7) |
/// Select-Object -First 1 | Undo-FargateDeployment -Wait</code>
///   <para>Goes back to what ran a week ago.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateDeployment")]
[OutputType(typeof(FargateDeployment))]
public sealed class GetFargateDeploymentCommand : ServiceSelectionCommand
{
    /// <summary>
    /// <para type="description">ARN, or its last part, of one deployment.</para>
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    public string? DeploymentId { get; set; }

    /// <summary>
    /// <para type="description">Only deployments in one of these states.</para>
    /// </summary>
    [Parameter]
    [ValidateSet(
        "PENDING",
        "IN_PROGRESS",
        "SUCCESSFUL",
        "STOP_REQUESTED",
        "STOPPED",
        "ROLLBACK_REQUESTED",
        "ROLLBACK_IN_PROGRESS",
        "ROLLBACK_SUCCESSFUL",
        "ROLLBACK_FAILED",
        IgnoreCase = true)]
    public string[]? Status { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        foreach (var name in ServiceName)
        {
            await foreach (var deployment in new FargateDeployments(connection)
                .GetAsync(ServiceReference.Parse(name, Cluster), DeploymentId, Status, cancellationToken)
                .ConfigureAwait(false))
            {
                pipeline.WriteObject(deployment);
            }
        }
    }
}
