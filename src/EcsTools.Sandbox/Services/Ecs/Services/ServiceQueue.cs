using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The services that the controller must check, now or at a later time.</summary>
internal sealed class ServiceQueue : IDisposable
{
    private readonly HashSet<ServiceRecord> _due = [];
    private readonly SemaphoreSlim _signal = new(0);

    // Of each clock a service waits for its earliest time.
    private readonly Dictionary<(ServiceRecord Service, SandboxClock Clock), DateTimeOffset> _later = [];
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Has the service checked soon.</summary>
    public void Add(ServiceRecord service)
    {
        lock (_due)
        {
            if (!_due.Add(service))
            {
                return;
            }
        }

        _signal.Release();
    }

    /// <summary>Has the service checked at a time, because time alone changes what is to be done.</summary>
    public void AddAt(ServiceRecord service, SandboxClock clock, DateTimeOffset at)
    {
        lock (_later)
        {
            if (_later.TryGetValue((service, clock), out var earlier) && earlier <= at)
            {
                return;
            }

            _later[(service, clock)] = at;
        }

        _ = AddLaterAsync(service, clock, at);
    }

    /// <summary>Waits for services to check.</summary>
    /// <exception cref="OperationCanceledException">The queue was stopped.</exception>
    public async Task<IReadOnlyList<ServiceRecord>> TakeAsync()
    {
        await _signal.WaitAsync(_stop.Token).ConfigureAwait(false);
        lock (_due)
        {
            var due = _due.ToList();
            _due.Clear();
            return due;
        }
    }

    /// <summary>Ends all waiting.</summary>
    public void Stop() => _stop.Cancel();

    public void Dispose()
    {
        _stop.Dispose();
        _signal.Dispose();
    }

    private async Task AddLaterAsync(ServiceRecord service, SandboxClock clock, DateTimeOffset at)
    {
        var delay = at - clock.UtcNow;
        try
        {
            await clock.DelayAsync(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, _stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The sandbox is stopping.
            return;
        }

        lock (_later)
        {
            if (_later.TryGetValue((service, clock), out var set) && set == at)
            {
                _later.Remove((service, clock));
            }
        }

        Add(service);
    }
}
