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

/// <summary>Waits for the deployment of a service, and distinguishes success from rollback.</summary>
/// <remarks>
/// <para>
/// The command follows the deployment itself. The number of running tasks is also correct after a rollback, so it does not prove success.
/// The command reports an error if the deployment was rolled back or stopped, and also if its tasks keep failing for the same reason, before ECS
/// gives up. The first line of the error names the cause. The service continues with the revision that it ran before.
/// </para>
/// <para>
/// With -Verbose the command shows events and failures as they happen. It waits for all services of the pipeline at the same time. Ctrl+C
/// ends the wait, not the deployment.
/// </para>
/// <para>
/// If the deployment waits at a pause, a warning says with which command it goes on. -Until ends the wait at a stage, for example to test the new
/// version before it gets production traffic. Watch-FargateService shows the stages as they happen.
/// </para>
/// </remarks>
/// <example>
///   <code>Get-FargateService -Cluster demo | Wait-FargateService</code>
///   <para>Waits for all services of the cluster.</para>
/// </example>
/// <example>
///   <code>Set-FargateService web -Cluster demo -Image $uri | Wait-FargateService -Timeout 15m -Verbose</code>
///   <para>Deploys an image and waits up to 15 minutes, and shows the events of the service.</para>
/// </example>
/// <example>
///   <code>Set-FargateService web -Cluster demo -TaskDefinition web:7 -Strategy BlueGreen | Wait-FargateService -Until POST_TEST_TRAFFIC_SHIFT</code>
///   <para>Waits until the new version gets the test traffic of a blue/green deployment.</para>
/// </example>
[Cmdlet(VerbsLifecycle.Wait, "FargateService")]
[OutputType(typeof(FargateService))]
public sealed class WaitFargateServiceCommand : ServiceSelectionCommand
{
    private readonly List<(AwsConnection Connection, ServiceWaitRequest Request)> _waits = [];

    /// <summary>ARN of the deployment to follow.</summary>
    /// <value>the newest deployment</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    public string? DeploymentId { get; set; }

    /// <summary>Number of tasks that may stop for the same reason before the wait fails, if no task stays up. 1 to 1000.</summary>
    /// <value>3</value>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int MaximumFailures { get; set; } = 3;

    /// <summary>
    /// Stage of the deployment at which the wait ends. It also ends if the deployment has passed the stage. Only for deployments with the strategy
    /// BlueGreen, Linear or Canary.
    /// </summary>
    /// <value>the end of the deployment</value>
    [Parameter]
    [ValidateSet(
        "RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT",
        "PRE_PRODUCTION_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT", "BAKE_TIME", "CLEAN_UP", IgnoreCase = true)]
    public string? Until { get; set; }

    /// <summary>Maximum time to wait, such as 15m.</summary>
    /// <value>1h</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(pipeline, nameof(ServiceName), ServiceName, async name => _waits.Add((connection, new ServiceWaitRequest
        {
            Service = await new FargateServices(connection).LocateAsync(name, Cluster, cancellationToken).ConfigureAwait(false),
            DeploymentId = string.IsNullOrEmpty(DeploymentId) ? null : DeploymentId,
            MaximumFailures = MaximumFailures,
            UntilStage = Until,
            Timeout = Timeout,
        }))).ConfigureAwait(false);
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
            // A service that fails must not end the wait for the others.
            pipeline.WriteError(problem, request.Service.Name);
        }
    }
}
