using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Commands.Clusters;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Waits until the deployment of a service has ended, and tells success from rollback.</summary>
/// <remarks>
/// <para>
/// It follows the deployment itself. That as many tasks run as are wanted is no proof: after a rollback they do, too. A deployment that was
/// rolled
/// back or stopped is an error whose first line names the cause, taken from the tasks that failed; so is one whose tasks keep failing for
/// the same
/// reason, before ECS gives up. The service serves on with what it served before.
/// </para>
/// <para>
/// Events and failures are shown with -Verbose as they come. All services of the pipeline are waited for together. Ctrl+C ends the wait,
/// not the deployment.
/// </para>
/// </remarks>
/// <example>
///   <code>Set-FargateService web -Cluster demo -Image $uri | Wait-FargateService -Timeout 15m -Verbose</code>
///   <para>Deploys an image and waits up to fifteen minutes, with the service's events as they come.</para>
/// </example>
/// <example>
///   <code>Get-FargateService -Cluster demo | Wait-FargateService</code>
///   <para>Waits for all services of the cluster.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "FargateService")]
[OutputType(typeof(FargateService))]
public sealed class WaitFargateServiceCommand : ServiceSelectionCommand
{
    private readonly List<(AwsConnection Connection, ServiceWaitRequest Request)> _waits = [];

    /// <summary>
    /// <para type="description">ARN of the deployment to follow; the newest where not said.</para>
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    public string? DeploymentId { get; set; }

    /// <summary>
    /// <para type="description">How many tasks may stop for the same reason, with none that stays up, before the wait fails.</para>
    /// </summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int MaximumFailures { get; set; } = 3;

    /// <summary>
    /// <para type="description">How long to wait, such as 15m.</para>
    /// </summary>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        _waits.AddRange(ServiceName.Select(name => (connection, new ServiceWaitRequest
        {
            Service = ServiceReference.Parse(name, Cluster),
            DeploymentId = string.IsNullOrEmpty(DeploymentId) ? null : DeploymentId,
            MaximumFailures = MaximumFailures,
            Timeout = Timeout,
        })));
    }

    /// <inheritdoc/>
    protected override Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
        => Task.WhenAll(_waits.Select(wait => WaitAsync(wait.Connection, wait.Request, pipeline, cancellationToken)));

    private static async Task WaitAsync(
        AwsConnection connection, ServiceWaitRequest request, CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        try
        {
            pipeline.WriteObject(
                await new ServiceWait(connection).WaitAsync(request, pipeline.Progress, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // One that fails must not end the wait for the others.
            pipeline.WriteError(problem, request.Service.Name);
        }
    }
}
