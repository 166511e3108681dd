using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Tasks;

public class ConcurrentlyTests
{
    [Fact]
    public async Task Answers_come_in_order_and_few_are_asked_for_at_a_time()
    {
        var (now, most) = (0, 0);
        var answers = await Concurrently.SelectAsync(
            Enumerable.Range(0, 100).ToAsyncEnumerable(),
            async (number, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                await Task.Delay(number % 7);
                Interlocked.Decrement(ref now);
                return number;
            },
            default).ToListAsync();
        Assert.Equal(Enumerable.Range(0, 100), answers);
        Assert.InRange(most, 2, 8);
    }

    [Fact]
    public async Task What_is_under_way_when_no_more_is_wanted_is_cancelled_and_awaited()
    {
        var (begun, ended) = (0, 0);
        var first = await Concurrently.SelectAsync(
            Enumerable.Range(0, 100).ToAsyncEnumerable(),
            async (number, cancellationToken) =>
            {
                Interlocked.Increment(ref begun);
                try
                {
                    await Task.Delay(number == 0 ? 0 : Timeout.Infinite, cancellationToken);
                    return number;
                }
                finally
                {
                    Interlocked.Increment(ref ended);
                }
            },
            default).Take(1).ToListAsync();
        Assert.Equal([0], first);
        Assert.Equal(begun, ended);
    }
}
