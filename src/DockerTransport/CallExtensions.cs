using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.DockerTransport;

/// <summary>Ends the wait for calls that Docker.DotNet does not end itself.</summary>
internal static class CallExtensions
{
    /// <summary>
    /// Stops waiting when the token is cancelled. Docker.DotNet pushes without the token until the engine answers, and never returns from a message
    /// whose members have other types than it expects.
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
