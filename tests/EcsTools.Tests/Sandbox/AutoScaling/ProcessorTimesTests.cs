using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Services.AutoScaling;
using Xunit;

namespace EcsTools.Tests.Sandbox.AutoScaling;

public class ProcessorTimesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Cores_are_the_processor_time_since_the_last_measurement()
    {
        var (times, running) = (new ProcessorTimes(), new TaskCompletionSource());
        Assert.Null(times.CoresSinceLast("a", TimeSpan.FromSeconds(10), Now, running.Task));
        Assert.Equal(0.5, times.CoresSinceLast("a", TimeSpan.FromSeconds(40), Now.AddMinutes(1), running.Task));
        Assert.Null(times.CoresSinceLast("a", TimeSpan.FromSeconds(50), Now.AddMinutes(1), running.Task));
        running.SetResult();
        Assert.Equal(0, times.Count);
    }

    [Fact]
    public void A_container_that_has_exited_is_not_remembered()
    {
        var times = new ProcessorTimes();
        Assert.Null(times.CoresSinceLast("a", TimeSpan.Zero, Now, Task.CompletedTask));
        Assert.Equal(0, times.Count);
    }

    [Fact]
    public async Task Containers_can_exit_while_others_are_measured()
    {
        var times = new ProcessorTimes();
        using var start = new Barrier(8);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 20_000; i++)
                {
                    var exited = new TaskCompletionSource();
                    Assert.Null(times.CoresSinceLast($"{worker}-{i}", TimeSpan.Zero, Now, exited.Task));
                    Assert.Equal(1, times.CoresSinceLast($"{worker}-{i}", TimeSpan.FromSeconds(1), Now.AddSeconds(1), exited.Task));
                    exited.SetResult();
                }
            },
            TaskCreationOptions.LongRunning)));
        Assert.Equal(0, times.Count);
    }
}
