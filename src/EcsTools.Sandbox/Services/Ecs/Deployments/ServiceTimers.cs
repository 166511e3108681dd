using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>Has services looked at when time alone will have changed what is to be done. Of each clock a service waits for its earliest
/// time.</summary>
internal sealed class ServiceTimers
{
    private readonly Action<ServiceRecord> _wake;
    private readonly CancellationToken _stop;
    private readonly Dictionary<(ServiceRecord Service, SandboxClock Clock), DateTimeOffset> _set = [];

    /// <param name="wake">Has a service looked at.</param>
    /// <param name="stop">Ends the waiting.</param>
    public ServiceTimers(Action<ServiceRecord> wake, CancellationToken stop)
    {
        _wake = wake;
        _stop = stop;
    }

    public void Set(ServiceRecord service, SandboxClock clock, DateTimeOffset at)
    {
        lock (_set)
        {
            if (_set.TryGetValue((service, clock), out var earlier) && earlier <= at)
            {
                return;
            }

            _set[(service, clock)] = at;
        }

        _ = WakeLaterAsync(service, clock, at);
    }

    private async Task WakeLaterAsync(ServiceRecord service, SandboxClock clock, DateTimeOffset at)
    {
        var delay = at - clock.UtcNow;
        try
        {
            await clock.DelayAsync(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, _stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The sandbox stops.
            return;
        }

        lock (_set)
        {
            if (_set.TryGetValue((service, clock), out var set) && set == at)
            {
                _set.Remove((service, clock));
            }
        }

        _wake(service);
    }
}
