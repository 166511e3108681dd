using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Images.Foundation;

public class AsyncPrefetchTests
{
    [Fact]
    public async Task Answers_come_in_order_and_few_are_asked_for_at_a_time()
    {
        var (now, most) = (0, 0);
        var answers = await Enumerable.Range(0, 100).ToAsyncEnumerable().SelectOrderedAsync(
            8,
            async number =>
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
    public async Task What_is_under_way_when_no_more_is_wanted_is_awaited()
    {
        var (begun, ended) = (0, 0);
        var first = await Enumerable.Range(0, 100).ToAsyncEnumerable().SelectOrderedAsync(
            8,
            async number =>
            {
                Interlocked.Increment(ref begun);

                // The first one ends when others have begun, however slow the machine is.
                while (number == 0 && Volatile.Read(ref begun) < 2)
                {
                    await Task.Delay(5);
                }

                await Task.Delay(number == 0 ? 0 : 50);
                Interlocked.Increment(ref ended);
                return number;
            },
            default).Take(1).ToListAsync();
        Assert.Equal([0], first);
        Assert.Equal(begun, ended);
        Assert.InRange(begun, 2, 10);
    }

    [Fact]
    public async Task An_answer_that_is_there_is_given_before_more_is_asked_for()
    {
        var asked = 0;
        var first = await Enumerable.Range(0, 100).ToAsyncEnumerable().SelectOrderedAsync(
            8,
            number =>
            {
                asked++;
                return Task.FromResult(number);
            },
            default).Take(1).ToListAsync();
        Assert.Equal([0], first);
        Assert.Equal(1, asked);
    }
}
