using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>
/// Keeps every service as it should be. It looks at a service when something of it has changed, or when time alone will change what is to
/// be done; a service at rest costs nothing.
/// </summary>
internal sealed class ServiceController
{
    /// <summary>Tasks started at one look, so that a large service does not hold the others up.</summary>
    private const int Batch = 10;

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private readonly EcsState _state;
    private readonly Rollouts _rollouts;
    private readonly ServiceLauncher _launcher;
    private readonly ServiceObserver _observer;
    private readonly TrafficShift _shift;
    private readonly Func<SandboxClock> _clock;
    private readonly HashSet<ServiceRecord> _due = [];
    private readonly ServiceTimers _timers;
    private readonly SemaphoreSlim _signal = new(0);
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    /// <param name="state">What ECS knows.</param>
    /// <param name="rollouts">The turns of a deployment.</param>
    /// <param name="launcher">Starts tasks.</param>
    /// <param name="observer">Judges tasks.</param>
    /// <param name="shift">Deployments that shift traffic.</param>
    /// <param name="clock">The time that tasks go by here: real for containers, sped up for simulated ones.</param>
    public ServiceController(
        EcsState state, Rollouts rollouts, ServiceLauncher launcher, ServiceObserver observer, TrafficShift shift, Func<SandboxClock> clock)
    {
        _shift = shift;
        _state = state;
        _rollouts = rollouts;
        _launcher = launcher;
        _observer = observer;
        _clock = clock;
        _timers = new ServiceTimers(Wake, _stop.Token);
    }

    public void Start()
    {
        _loop = Task.Run(LoopAsync);
        lock (_state.Gate)
        {
            foreach (var service in _state.Services.Values.Where(service => service.Status != ServiceStatus.Inactive))
            {
                Wake(service);
            }
        }
    }

    public async Task StopAsync()
    {
        _stop.Cancel();
        await _loop.ConfigureAwait(false);
    }

    /// <summary>Has the service looked at soon.</summary>
    public void Wake(ServiceRecord service)
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

    private async Task LoopAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _signal.WaitAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            ServiceRecord[] due;
            lock (_due)
            {
                due = _due.ToArray();
                _due.Clear();
            }

            foreach (var service in due)
            {
                Look(service);
            }
        }
    }

    private void Look(ServiceRecord service)
    {
        var now = _clock().UtcNow;
        var stops = new List<ServiceTask>();
        DateTimeOffset? next;
        DateTimeOffset? baked = null;
        try
        {
            lock (_state.Gate)
            {
                next = Reconcile(service, now, stops);
                baked = service.Ongoing?.WaitUntil;
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // One service that cannot be kept must not end the keeping of all others.
            Trace.TraceWarning("{0}: {1}", service.Arn, fault);
            next = now + AfterFault;
        }

        // Outside the lock: what stops a task runs on in this very thread.
        foreach (var task in stops)
        {
            task.Task.Run?.RequestStop("ServiceSchedulerInitiated", task.StopReason!);
        }

        _state.NoteChange();
        if (next is { } at)
        {
            _timers.Set(service, _clock(), at);
        }

        // Though the moment may be over by now, it was not when the service was looked at.
        if (baked is { } until)
        {
            _timers.Set(service, _state.ScaledClock, until);
        }
    }

    private DateTimeOffset? Reconcile(ServiceRecord service, DateTimeOffset now, List<ServiceTask> stops)
    {
        var next = _observer.Observe(service, now);
        if (service.Status == ServiceStatus.Draining)
        {
            Drain(service, stops);
            return null;
        }

        if (service.Status != ServiceStatus.Active || service.Primary is not { } primary)
        {
            return null;
        }

        _rollouts.Start(service);
        _rollouts.Obey(service);
        primary = service.Primary!;
        if (CircuitBreaker.IsTripped(service, primary))
        {
            _rollouts.Trip(service, primary);
            primary = service.Primary!;
        }

        var plan = service.Ongoing is { IsShifting: true } ongoing && primary.State == RolloutState.InProgress
            ? _shift.Plan(service, ongoing, primary, now)
            : RollingPlan.Of(service, primary, now);
        Start(service, plan, now);
        Replace(service, plan.Unhealthy, now, stops);
        Scale(service, plan.Stop, stops);
        Rollouts.Retire(service);
        Settle(service, primary, plan.IsSettled);
        foreach (var deployment in service.Deployments.Where(known => known.NextStart > now && known.Status != DeploymentStatus.Inactive))
        {
            next = ServiceObserver.Earlier(next, deployment.NextStart);
        }

        return next;
    }

    private void Start(ServiceRecord service, ServicePlan plan, DateTimeOffset now)
    {
        foreach (var (deployment, count) in plan.Start)
        {
            var started = _launcher.Start(service, deployment, Math.Min(count, Batch), now);
            if (started.Count == 0)
            {
                continue;
            }

            service.Events.Started(started, Math.Min(started.Count, plan.Unhealthy.Count(task => task.Deployment == deployment)));
            foreach (var task in started)
            {
                task.Task.Changed += _ => Wake(service);
            }

            // Some of them may have changed before anyone listened, and there may be more to start.
            Wake(service);
        }
    }

    private static void Replace(ServiceRecord service, IReadOnlyList<ServiceTask> unhealthy, DateTimeOffset now, List<ServiceTask> stops)
    {
        foreach (var task in unhealthy)
        {
            service.Events.FailedHealthCheck(task);
            task.StopReason = task.FailedIn is { } failed
                ? $"Task failed ELB health checks in (target-group {failed.Group})"
                : "Task failed container health checks";
            if (!task.IsProven)
            {
                ServiceObserver.NoteFailure(service, task, now);
            }
        }

        StopAll(service, unhealthy, stops);
    }

    private static void Scale(ServiceRecord service, IReadOnlyList<ServiceTask> tasks, List<ServiceTask> stops)
    {
        foreach (var task in tasks)
        {
            task.StopReason = $"Scaling activity initiated by (deployment {task.Deployment.Id})";
        }

        StopAll(service, tasks, stops);
    }

    private static void StopAll(ServiceRecord service, IReadOnlyList<ServiceTask> tasks, List<ServiceTask> stops)
    {
        if (tasks.Count > 0)
        {
            service.Events.Stopped(tasks);
            stops.AddRange(tasks);
        }
    }

    private void Settle(ServiceRecord service, Deployment primary, bool isSettled)
    {
        if (isSettled && primary.State == RolloutState.InProgress)
        {
            _rollouts.Complete(service, primary);
        }

        if (isSettled && !service.IsSteady)
        {
            service.Events.ReachedSteadyState();
        }

        service.IsSteady = isSettled;
    }

    /// <summary>A deleted service lets its tasks go, and is gone when all of them are on their way out.</summary>
    private void Drain(ServiceRecord service, List<ServiceTask> stops)
    {
        Scale(service, service.Tasks.Where(task => !task.IsStopping).ToList(), stops);
        if (service.Tasks.TrueForAll(task => task.Task.DesiredStatus == EcsTaskStatus.Stopped))
        {
            service.Status = ServiceStatus.Inactive;
            service.Deployments.Clear();
            service.History.Clear();
        }
    }
}
