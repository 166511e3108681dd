using System;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>Waits for services. It follows the deployment itself, so that it can tell success, rollback and stop apart.</summary>
/// <param name="connection">Connection to the account and region.</param>
public sealed class ServiceWait(AwsConnection connection)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(6);

    /// <summary>Waits until the deployment has succeeded and the desired number of tasks is running.</summary>
    /// <param name="request">What to wait for.</param>
    /// <param name="progress">Receives counts as progress, and events and failures as verbose lines; may be null.</param>
    /// <param name="cancellationToken">Cancels the wait. The deployment continues.</param>
    /// <exception cref="EcsToolsException">
    /// It was rolled back or stopped, its tasks keep failing, or time ran out. The first line names the cause. The tasks that served before
    /// keep serving.
    /// </exception>
    public Task<FargateService> WaitAsync(ServiceWaitRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
        => connection.Changes.WaitAsync(() => FollowAsync(request, progress, cancellationToken));

    private async Task<FargateService> FollowAsync(
        ServiceWaitRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var start = connection.Clock.UtcNow;
        var follow = new ServiceWaitState(connection, request, progress);
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

                // Something changed, so the next change may come soon.
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
