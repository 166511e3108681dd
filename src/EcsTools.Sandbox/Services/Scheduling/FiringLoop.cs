using System;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Scheduling;

/// <summary>Waits for the next scheduled time, in the fast time of the sandbox, and fires what is due.</summary>
internal sealed class FiringLoop
{
    // However fast the clock is, a schedule that is always due must not use up the machine.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);

    private readonly SandboxClock _clock;
    private readonly Func<DateTimeOffset?> _earliest;
    private readonly Action<DateTimeOffset> _fireDue;
    private TaskCompletionSource<bool> _changed = New();

    /// <param name="clock">The clock of the schedules.</param>
    /// <param name="earliest">The next time anything is due, or null.</param>
    /// <param name="fireDue">Fires all that is due by a time, and sets its next.</param>
    public FiringLoop(SandboxClock clock, Func<DateTimeOffset?> earliest, Action<DateTimeOffset> fireDue)
    {
        _clock = clock;
        _earliest = earliest;
        _fireDue = fireDue;
    }

    /// <summary>Says that the earliest time may have changed.</summary>
    public void Wake() => Volatile.Read(ref _changed).TrySetResult(true);

    public async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var changed = New();
                Volatile.Write(ref _changed, changed);
                await WaitAsync(_earliest(), changed.Task, stopping).ConfigureAwait(false);
                if (_earliest() <= _clock.UtcNow)
                {
                    _fireDue(_clock.UtcNow);
                }

                await Task.Delay(Least, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The sandbox is stopping.
        }
    }

    private async Task WaitAsync(DateTimeOffset? earliest, Task changed, CancellationToken stopping)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var wait = earliest is { } time ? time - _clock.UtcNow : TimeSpan.FromDays(1);
        if (wait > TimeSpan.Zero)
        {
            await Task.WhenAny(changed, _clock.DelayAsync(wait, enough.Token)).ConfigureAwait(false);
            enough.Cancel();
        }

        stopping.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource<bool> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
