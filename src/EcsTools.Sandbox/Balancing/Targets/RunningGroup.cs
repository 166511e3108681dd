using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>A target group with the targets that are registered and those that drain.</summary>
internal sealed class RunningGroup
{
    private readonly object _gate = new();
    private readonly SandboxClock _clock;
    private readonly HealthCheckLoop _watch;
    private readonly Dictionary<(string Address, int Port), RunningTarget> _registered = new();
    private readonly Dictionary<(string Address, int Port), RunningTarget> _draining = new();
    private readonly TargetChoice _choice;
    private readonly CancellationToken _stopping;
    private volatile RunningTarget[] _eligible = Array.Empty<RunningTarget>();
    private volatile TargetGroupSettings _settings = new();
    private volatile bool _isUsed;

    public RunningGroup(string id, SandboxClock clock, Action<string> changed, CancellationToken stopping)
    {
        Id = id;
        _clock = clock;
        _choice = new TargetChoice(clock);
        _stopping = stopping;
        _watch = new HealthCheckLoop(
            clock,
            () => (_isUsed ? _settings.HealthCheck : null),
            target =>
            {
                BeginSlowStart(target);
                Refresh();
                changed(id);
            },
            stopping);
    }

    public string Id { get; }

    public TargetGroupSettings Settings => _settings;

    public GroupCounters Counters { get; } = new();

    /// <summary>Takes the settings and targets of a configuration.</summary>
    public void Apply(BalancedGroup group, bool isUsed)
    {
        lock (_gate)
        {
            var (settings, used) = (_settings, _isUsed);
            (_settings, _isUsed) = (group.Settings, isUsed);
            foreach (var target in group.Targets)
            {
                Register(target);
            }

            var wanted = new HashSet<(string, int)>(group.Targets.Select(RunningTarget.KeyOf));
            foreach (var key in _registered.Keys.Where(key => !wanted.Contains(key)).ToList())
            {
                Deregister(key, used || isUsed);
            }

            if (isUsed != used || settings.HealthCheck != group.Settings.HealthCheck)
            {
                _watch.Restart(_registered.Values, forget: isUsed && !used);
            }
        }

        Refresh();
    }

    /// <summary>Deregisters every target: the group is gone.</summary>
    public void Remove() => Apply(new BalancedGroup { Id = Id, Settings = _settings }, false);

    /// <summary>Chooses a target and counts a request for it, which must be ended with <see cref="RunningTarget.Exit"/>. Null if there is none.</summary>
    /// <param name="preferred">The address and port of the target that the client had before, or null.</param>
    public RunningTarget? Enter((string Address, int Port)? preferred)
    {
        while (true)
        {
            var eligible = _eligible;
            if (eligible.Length == 0)
            {
                return null;
            }

            var target = preferred is { } key ? Array.Find(eligible, one => RunningTarget.KeyOf(one.Target) == key) : null;
            target ??= _choice.Choose(eligible, _settings);
            if (target.TryEnter())
            {
                return target;
            }

            preferred = null;
            if (ReferenceEquals(eligible, _eligible))
            {
                // Between the mark on the target and the new list of the others.
                Thread.Yield();
            }
        }
    }

    public IReadOnlyList<TargetStatus> Describe()
    {
        lock (_gate)
        {
            return _registered.Values.Concat(_draining.Values).Select(Describe).ToList();
        }
    }

    public TargetStatus Describe(string address, int port)
    {
        lock (_gate)
        {
            return _registered.TryGetValue((address, port), out var target) || _draining.TryGetValue((address, port), out target)
                ? Describe(target)
                : NotRegistered(address, port);
        }
    }

    public static TargetStatus NotRegistered(string address, int port)
        => new(
            new BalancedTarget { Address = address, Port = port },
            TargetState.Unused,
            "Target.NotRegistered",
            "Target is not registered to the target group");

    public Task DrainedAsync(string address, int port)
    {
        lock (_gate)
        {
            return _draining.TryGetValue((address, port), out var target) ? target.Drained : Task.CompletedTask;
        }
    }

    /// <summary>Closes idle connections that no request will use.</summary>
    public void CloseStale()
    {
        foreach (var target in _eligible)
        {
            target.CloseStale();
        }
    }

    /// <summary>Ends every connection.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            foreach (var target in _registered.Values.Concat(_draining.Values))
            {
                target.Drain();
                target.Cut();
            }
        }
    }

    private void Register(BalancedTarget target)
    {
        var key = RunningTarget.KeyOf(target);
        if (_registered.TryGetValue(key, out var running))
        {
            running.Update(target);
            return;
        }

        running = new RunningTarget(target);
        _registered.Add(key, running);
        _watch.Begin(running);
    }

    private void Deregister((string Address, int Port) key, bool isUsed)
    {
        var target = _registered[key];
        _registered.Remove(key);
        _watch.End(target);
        target.Drain();
        if (isUsed || target.Outstanding > 0)
        {
            _draining[key] = target;
            _ = EndAsync(key, target, _settings.DeregistrationDelay);
        }
    }

    private async Task EndAsync((string Address, int Port) key, RunningTarget target, TimeSpan delay)
    {
        try
        {
            await _clock.DelayAsync(delay, _stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The host stops: everything is cut.
        }

        target.Cut();
        lock (_gate)
        {
            if (_draining.TryGetValue(key, out var draining) && draining == target)
            {
                _draining.Remove(key);
            }
        }
    }

    /// <summary>Finds who may get requests: the healthy ones, or all if none is.</summary>
    private void Refresh()
    {
        lock (_gate)
        {
            var healthy = _registered.Values.Where(target => target.Health.State == TargetState.Healthy || !_settings.HealthCheck.IsEnabled).ToArray();
            _eligible = healthy.Length > 0 ? healthy : _registered.Values.ToArray();
        }
    }

    /// <summary>A target that becomes healthy beside others takes its full share later. The first ones of a group do not wait.</summary>
    private void BeginSlowStart(RunningTarget target)
    {
        lock (_gate)
        {
            var (now, duration) = (_clock.UtcNow, _settings.SlowStart);
            if (target.Health.State != TargetState.Healthy)
            {
                target.Health.SlowStartSince = null;
            }
            else if (target.Health.SlowStartSince is null && duration > TimeSpan.Zero
                && _registered.Values.Any(one => one != target && one.Health.State == TargetState.Healthy && TargetChoice.Share(one, duration, now) >= 1))
            {
                target.Health.SlowStartSince = now;
            }
        }
    }

    private TargetStatus Describe(RunningTarget target)
    {
        if (target.IsDraining)
        {
            return new(target.Target, TargetState.Draining, "Target.DeregistrationInProgress", "Target deregistration is in progress");
        }

        if (!_isUsed)
        {
            return new(
                target.Target,
                TargetState.Unused,
                "Target.NotInUse",
                "Target group is not configured to receive traffic from the load balancer");
        }

        return _settings.HealthCheck.IsEnabled
            ? target.Health.Describe(target.Target)
            : new(target.Target, TargetState.Unavailable, "Target.HealthCheckDisabled", "Health checks are disabled");
    }
}
