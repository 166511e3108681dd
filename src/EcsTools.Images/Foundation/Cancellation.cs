using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>Waits that end when they are cancelled, for calls that take no token.</summary>
public static class Cancellation
{
    /// <summary>Waits for a task or for the cancellation. If that comes first, the task goes on and its outcome is ignored.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<T> OrCanceledAsync<T>(this Task<T> task, CancellationToken cancellationToken)
    {
        var canceled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => canceled.TrySetResult(true)))
        {
            if (await Task.WhenAny(task, canceled.Task).ConfigureAwait(false) == canceled.Task && !task.IsCompleted)
            {
                // An error that nobody awaits must not be reported later.
                _ = task.ContinueWith(
                    ended => _ = ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return await task.ConfigureAwait(false);
    }
}
