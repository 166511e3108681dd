using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools;

/// <summary>Asks about many things at a time, and answers in their order.</summary>
internal static class Concurrently
{
    // Well within the sustained rate of any read call of ECS, Scheduler and EventBridge at the time each takes.
    private const int AtATime = 8;

    /// <summary>The answers in the order of the items. Few are under way at a time, and none is left behind when no more is wanted.</summary>
    public static async IAsyncEnumerable<TOut> SelectAsync<TIn, TOut>(
        IAsyncEnumerable<TIn> items, Func<TIn, CancellationToken, Task<TOut>> ask, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var unwanted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var underWay = new Queue<Task<TOut>>();
        try
        {
            await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                underWay.Enqueue(ask(item, unwanted.Token));
                if (underWay.Count == AtATime)
                {
                    yield return await underWay.Dequeue().ConfigureAwait(false);
                }
            }

            while (underWay.Count > 0)
            {
                yield return await underWay.Dequeue().ConfigureAwait(false);
            }
        }
        finally
        {
            unwanted.Cancel();
            await Task.WhenAll(underWay.Select(SettleAsync)).ConfigureAwait(false);
        }
    }

    private static async Task SettleAsync<T>(Task<T> task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Its answer is not wanted any more, nor its error.
        catch
#pragma warning restore CA1031
        {
        }
    }
}
