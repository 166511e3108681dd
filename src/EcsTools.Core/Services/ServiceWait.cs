using System;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>Waits for services. It follows the deployment itself, so that success, rollback and stop are told apart.</summary>
/// <param name="connection">Account and region.</param>
public sealed class ServiceWait(AwsConnection connection)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(6);

    /// <summary>Waits until the deployment has succeeded and as many tasks run as are wanted.</summary>
    /// <param name="request">What is waited for.</param>
    /// <param name="progress">Takes reports: counts as progress, events and failures as verbose lines; or null.</param>
    /// <param name="cancellationToken">Ends the wait; the deployment goes on.</param>
    /// <exception cref="EcsToolsException">
    /// It was rolled back or stopped, its tasks keep failing, or the time is over. The first line names the cause; what served before
    /// serves on.
    /// </exception>
    public async Task<FargateService> WaitAsync(
        ServiceWaitRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var start = connection.Clock.UtcNow;
        var follow = new DeploymentWaiter(connection, request, progress);
        try
        {
            for (var pause = FirstPause; ; pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, pause.Ticks * 3 / 2)))
            {
                if (await follow.LookAsync(cancellationToken).ConfigureAwait(false) is { } service)
                {
                    return service;
                }

                var waited = connection.Clock.UtcNow - start;
                if (waited >= request.Timeout)
                {
                    throw await follow.TooLateAsync(waited, cancellationToken).ConfigureAwait(false);
                }

                // Something changed: what comes next may come soon.
                pause = follow.HasMoved ? FirstPause : pause;
                await connection.Clock.PauseAsync(
                    pause < request.Timeout - waited ? pause : request.Timeout - waited ?? pause, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            progress?.Report(new OperationProgress(follow.Activity, "Done", Completed: true));
        }
    }
}
