using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.DockerTransport;

/// <summary>Stops waiting for calls that Docker.DotNet does not cancel itself.</summary>
internal static class CallExtensions
{
    /// <summary>
    /// Stops waiting when the token is cancelled. Docker.DotNet does not use the token of a push until the engine answers. It also never returns from
    /// a message whose members have unexpected types.
    /// </summary>
    public static async Task OrCanceledAsync(this Task call, CancellationToken cancellationToken)
    {
        var canceled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => canceled.TrySetCanceled(cancellationToken)))
        {
            await (await Task.WhenAny(call, canceled.Task).ConfigureAwait(false)).ConfigureAwait(false);
        }
    }
}
