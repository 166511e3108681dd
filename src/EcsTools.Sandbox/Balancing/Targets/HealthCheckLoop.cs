using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>Checks the targets of a group again and again, each at its own times.</summary>
internal sealed class HealthCheckLoop
{
    private readonly SandboxClock _clock;
    private readonly Func<HealthCheckSettings?> _settings;
    private readonly Action<RunningTarget> _changed;
    private readonly CancellationToken _stopping;
    private readonly ConcurrentDictionary<RunningTarget, CancellationTokenSource> _running = new();

    /// <param name="clock">The clock of the intervals.</param>
    /// <param name="settings">The settings now; null while nothing is checked.</param>
    /// <param name="changed">Told when the health of a target changes.</param>
    /// <param name="stopping">Ends all checks.</param>
    public HealthCheckLoop(SandboxClock clock, Func<HealthCheckSettings?> settings, Action<RunningTarget> changed, CancellationToken stopping)
    {
        _clock = clock;
        _settings = settings;
        _changed = changed;
        _stopping = stopping;
    }

    /// <summary>Begins to check a target. The first check is made at once.</summary>
    public void Begin(RunningTarget target)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(_stopping);
        _running[target] = source;
        var token = source.Token;
        _ = Task.Run(() => WatchAsync(target, token), CancellationToken.None);
    }

    public void End(RunningTarget target)
    {
        if (_running.TryRemove(target, out var source))
        {
            source.Cancel();
            source.Dispose();
        }
    }

    /// <summary>Begins anew, with other settings.</summary>
    /// <param name="targets">The targets of the group.</param>
    /// <param name="forget">Whether earlier checks count no more.</param>
    public void Restart(IEnumerable<RunningTarget> targets, bool forget)
    {
        foreach (var target in targets)
        {
            End(target);
            if (forget)
            {
                target.Health.Restart();
            }

            Begin(target);
        }
    }

    private async Task WatchAsync(RunningTarget target, CancellationToken ended)
    {
        try
        {
            while (!ended.IsCancellationRequested && _settings() is { IsEnabled: true } settings)
            {
                target.Health.BeginCheck();
                var due = _clock.DelayAsync(settings.Interval, ended);
                var result = await HealthCheckProbe.RunAsync(target.Target, settings, _clock).ConfigureAwait(false);
                if (!ended.IsCancellationRequested && target.Health.Count(result, settings))
                {
                    _changed(target);
                }

                await due.ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Deregistered, or the settings are others now.
        }
    }
}
