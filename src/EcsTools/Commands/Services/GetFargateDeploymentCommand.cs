using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Gets the deployments of a service: its history, what each deployment changed, and how it ended.</summary>
/// <remarks>
/// The newest deployment comes first. Differences lists what a deployment changed, field by field, in the task definition and in the
/// settings of the service. ECS keeps deployments for about 90 days.
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
///   <code>
/// $weekAgo = (Get-Date).AddDays(-7)
/// Get-FargateDeployment web -Cluster demo -Status SUCCESSFUL |
///   Where-Object { $_.CreatedAt -and $_.CreatedAt -lt $weekAgo } | Select-Object -First 1 | Undo-FargateDeployment -Wait
///   </code>
///   <para>Goes back to the deployment that ran a week ago.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "FargateDeployment")]
[OutputType(typeof(FargateDeployment))]
public sealed class GetFargateDeploymentCommand : ServiceSelectionCommand
{
    /// <summary>ARN of one deployment, or the last part of the ARN.</summary>
    /// <value>all deployments</value>
    [Parameter]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    public string? DeploymentId { get; set; }

    /// <summary>States of the deployments.</summary>
    /// <value>any state</value>
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
        await ForEachAsync(pipeline, nameof(ServiceName), ServiceName, async name =>
        {
            var service = await new FargateServices(connection).LocateAsync(name, Cluster, cancellationToken).ConfigureAwait(false);
            await foreach (var deployment in new FargateDeployments(connection)
                .GetAsync(service, DeploymentId, Status, cancellationToken)
                .ConfigureAwait(false))
            {
                pipeline.WriteObject(deployment);
            }
        }).ConfigureAwait(false);
    }
}
