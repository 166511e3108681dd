using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>Calls that run ahead of who reads their answers.</summary>
public static class AsyncPrefetch
{
    /// <summary>As below, for items that are all there.</summary>
    /// <param name="items">What is asked for.</param>
    /// <param name="ahead">Calls under way at a time.</param>
    /// <param name="ask">Makes a call.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static IAsyncEnumerable<TAnswer> SelectOrderedAsync<TItem, TAnswer>(
        this IEnumerable<TItem> items, int ahead, Func<TItem, Task<TAnswer>> ask, CancellationToken cancellationToken)
        => OneByOneAsync(items).SelectOrderedAsync(ahead, ask, cancellationToken);

    /// <summary>
    /// Asks for each item, several at a time, and gives the answers in the items' order, each as soon as it is there. No more is held than is
    /// under way.
    /// </summary>
    /// <param name="items">What is asked for.</param>
    /// <param name="ahead">Calls under way at a time.</param>
    /// <param name="ask">Makes a call.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async IAsyncEnumerable<TAnswer> SelectOrderedAsync<TItem, TAnswer>(
        this IAsyncEnumerable<TItem> items, int ahead, Func<TItem, Task<TAnswer>> ask, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var asked = new Queue<Task<TAnswer>>();
        try
        {
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                asked.Enqueue(ask(item));
                while (asked.Count >= ahead || (asked.Count > 0 && asked.Peek().IsCompleted))
                {
                    yield return await asked.Dequeue().ConfigureAwait(false);
                }
            }

            while (asked.Count > 0)
            {
                yield return await asked.Dequeue().ConfigureAwait(false);
            }
        }
        finally
        {
            // Whoever stops reading leaves nothing running; what those calls would have said no longer matters.
            await Task.WhenAll(asked.Select(call => call.ContinueWith(done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)))
                .ConfigureAwait(false);
        }
    }

    private static async IAsyncEnumerable<T> OneByOneAsync<T>(IEnumerable<T> items)
    {
        foreach (var item in items)
        {
            yield return item;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }
}
