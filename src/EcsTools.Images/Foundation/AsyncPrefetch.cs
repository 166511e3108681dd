using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>Makes calls ahead of the reader of their answers.</summary>
public static class AsyncPrefetch
{
    /// <summary>Makes a call for each item of a list.</summary>
    /// <param name="items">The items to call for.</param>
    /// <param name="ahead">The most calls that run at the same time.</param>
    /// <param name="ask">Makes the call for one item.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public static IAsyncEnumerable<TAnswer> SelectOrderedAsync<TItem, TAnswer>(
        this IEnumerable<TItem> items, int ahead, Func<TItem, Task<TAnswer>> ask, CancellationToken cancellationToken)
        => OneByOneAsync(items).SelectOrderedAsync(ahead, ask, cancellationToken);

    /// <summary>
    /// Makes a call for each item, several at the same time. It returns the answers in the order of the items, each as soon as possible. It holds no more
    /// answers than the number of calls that may run.
    /// </summary>
    /// <param name="items">The items to call for.</param>
    /// <param name="ahead">The most calls that run at the same time.</param>
    /// <param name="ask">Makes the call for one item.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
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
            // If the reader stops early, no call keeps running. The answers and errors of those calls no longer matter.
            await Task.WhenAll(asked.Select(call => call.ContinueWith(done => _ = done.Exception, CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)))
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
