using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Commands.Clusters;
using EcsTools.Formatting;
using EcsTools.Models;
using EcsTools.Pipeline;
using EcsTools.Pipeline.Arguments;
using EcsTools.Services;

namespace EcsTools.Commands.Services;

/// <summary>Shows a service while it is deployed: stages, traffic, tasks, targets and events.</summary>
/// <remarks>
/// <para>
/// In a terminal the command draws the status in place. If the output is redirected, it writes a line for each change. With -PassThru it emits
/// an object for each change and shows nothing itself.
/// </para>
/// <para>
/// The command ends when no deployment is in progress and the desired number of tasks is running, or when a deployment has failed. With -Continue it
/// goes on until Ctrl+C or -Timeout. Ctrl+C ends only the display: the deployment continues. In scripts, use Wait-FargateService, which reports an
/// error if a deployment fails.
/// </para>
/// </remarks>
/// <example>
///   <code>Watch-FargateService web -Cluster demo</code>
///   <para>Shows the service until its deployment has ended. Here nothing is deployed, so that its current state is shown once.</para>
/// </example>
/// <example>
///   <code>Set-FargateService web -Cluster demo -Image $uri | Watch-FargateService</code>
///   <para>Deploys an image and shows the deployment until it has ended.</para>
/// </example>
/// <example>
///   <code>Get-FargateService -Cluster demo | Watch-FargateService -Interval 5s</code>
///   <para>Shows all services of the cluster until each of them is steady.</para>
/// </example>
/// <example>
///   <code>Watch-FargateService web -Cluster demo -PassThru | Select-Object Time, LifecycleStage, Revisions | Export-Csv deployment.csv</code>
///   <para>Records the stages and the traffic of a deployment.</para>
/// </example>
[Cmdlet(VerbsCommon.Watch, "FargateService")]
[OutputType(typeof(FargateServiceStatus))]
public sealed class WatchFargateServiceCommand : ServiceSelectionCommand
{
    private readonly List<(AwsConnection Connection, ServiceWatchRequest Request)> _watches = [];

    /// <summary>ARN of a deployment to see to its end.</summary>
    /// <value>the newest deployment</value>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DeploymentCompleter))]
    public string? DeploymentId { get; set; }

    /// <summary>Pause between two reads, such as 5s. 1s to 5m.</summary>
    /// <value>2s</value>
    [Parameter]
    [Duration]
    public TimeSpan? Interval { get; set; }

    /// <summary>Maximum time to watch, such as 15m. If the deployment is still in progress then, a warning says so.</summary>
    /// <value>no limit</value>
    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; }

    /// <summary>Continues when the service is steady, and shows its next deployments too.</summary>
    [Parameter]
    public SwitchParameter Continue { get; set; }

    /// <summary>Emits an object for each change instead of a display.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessRecordAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        var interval = Interval ?? TimeSpan.FromSeconds(2);
        ServiceWatch.CheckInterval(interval);
        var connection = await ConnectAsync(pipeline, cancellationToken).ConfigureAwait(false);
        await ForEachAsync(pipeline, nameof(ServiceName), ServiceName, async name => _watches.Add((connection, new ServiceWatchRequest
        {
            Service = await new FargateServices(connection).LocateAsync(name, Cluster, cancellationToken).ConfigureAwait(false),
            DeploymentId = string.IsNullOrEmpty(DeploymentId) ? null : DeploymentId,
            Interval = interval,
            Timeout = IsBound(nameof(Timeout)) ? Timeout : null,
            Continue = Continue,
        }))).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async Task EndProcessingAsync(CommandPipeline pipeline, CancellationToken cancellationToken)
    {
        IServiceStatusDisplay display = PassThru ? new ServiceStatusObjects(pipeline)
            : await pipeline.InvokeAsync(() => TerminalArea.TryCreate(Host)).ConfigureAwait(false) is { } area
                ? new ServiceStatusScreen(pipeline, area, _watches.Count)
            : new ServiceStatusLog(pipeline);
        await Task.WhenAll(_watches.Select((watch, place) => WatchAsync(
            watch.Connection, watch.Request, status => display.ShowAsync(place, status), pipeline, cancellationToken))).ConfigureAwait(false);
    }

    private static async Task WatchAsync(
        AwsConnection connection,
        ServiceWatchRequest request,
        Func<FargateServiceStatus, Task> show,
        CommandPipeline pipeline,
        CancellationToken cancellationToken)
    {
        FargateServiceStatus? last = null;
        try
        {
            await foreach (var status in new ServiceWatch(connection).WatchAsync(request, cancellationToken).ConfigureAwait(false))
            {
                await show(last = status).ConfigureAwait(false);
            }
        }
        catch (EcsToolsException invalid) when (invalid.Kind == ErrorKind.InvalidArgument)
        {
            throw;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // A service that cannot be read must not end the display of the others.
            pipeline.WriteError(problem, request.Service.Name);
        }

        if (last is { IsSteady: false, Status: not ("STOPPED" or "ROLLBACK_FAILED") } && request.Timeout is not null)
        {
            pipeline.WriteWarning($"Service '{request.Service.Name}' is not steady yet. What is in progress continues.");
        }
    }
}
