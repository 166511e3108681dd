using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Takes the next step of one service: judges its tasks, plans, starts tasks, and says which to stop. Used under the lock of ECS.</summary>
internal sealed class ServiceReconciler
{
    /// <summary>How many tasks one step starts, so that a large service does not hold up the others.</summary>
    private const int Batch = 10;

    private readonly ServiceQueue _queue;
    private readonly Rollouts _rollouts;
    private readonly ServiceLauncher _launcher;
    private readonly ServiceObserver _observer;
    private readonly TrafficShift _shift;
    private readonly LifecycleHooks _hooks;
    private readonly AlarmWatch _alarms;

    public ServiceReconciler(
        ServiceQueue queue,
        Rollouts rollouts,
        ServiceLauncher launcher,
        ServiceObserver observer,
        TrafficShift shift,
        LifecycleHooks hooks,
        AlarmWatch alarms)
    {
        _queue = queue;
        _rollouts = rollouts;
        _launcher = launcher;
        _observer = observer;
        _shift = shift;
        _hooks = hooks;
        _alarms = alarms;
    }

    /// <param name="service">The service.</param>
    /// <param name="now">The time in which its tasks live.</param>
    /// <param name="stops">Gets the tasks to stop.</param>
    /// <returns>When to check the service again even if nothing changes, or null.</returns>
    public DateTimeOffset? Reconcile(ServiceRecord service, DateTimeOffset now, List<ServiceTask> stops)
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
        if (service.Ongoing is { } waiting)
        {
            _hooks.Expire(waiting);
        }

        _rollouts.RollBackOnRequest(service);
        _rollouts.FailOnAlarm(service);
        primary = service.Primary!;
        if (CircuitBreaker.IsTripped(service, primary))
        {
            _rollouts.Trip(service, primary);
            primary = service.Primary!;
        }

        var plan = service.Ongoing is { Configuration.ShiftsTraffic: true } ongoing && primary.State == RolloutState.InProgress
            ? _shift.Plan(service, ongoing, primary, now)
            : RollingPlan.Of(service, primary, now);
        Start(service, plan, now);
        Replace(service, plan.Unhealthy, now, stops);
        Scale(service, plan.Stop, stops);
        Rollouts.Retire(service);
        Settle(service, primary, plan);
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
                task.Task.Changed += _ => _queue.Add(service);
            }

            // Some of the tasks may have changed already, and there may be more to start.
            _queue.Add(service);
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

            // A health check that fails in a deployment counts, also of a task that was healthy before.
            if (!task.IsProven || task.Deployment.State == RolloutState.InProgress)
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

    private void Settle(ServiceRecord service, Deployment primary, ServicePlan plan)
    {
        if ((plan.IsSettled || plan.IsEarlySuccess) && primary.State == RolloutState.InProgress && !_alarms.IsBaking(service.Ongoing))
        {
            _rollouts.Complete(service, primary);
        }

        if (plan.IsSettled && !service.IsSteady)
        {
            service.Events.ReachedSteadyState();
        }

        service.IsSteady = plan.IsSettled;
    }

    /// <summary>Stops the tasks of a deleted service. The service is gone when all of them have stopped.</summary>
    private static void Drain(ServiceRecord service, List<ServiceTask> stops)
    {
        Scale(service, service.Tasks.Where(task => !task.IsStopping).ToList(), stops);
        if (service.Tasks.Count == 0)
        {
            service.Status = ServiceStatus.Inactive;
            service.Deployments.Clear();
            service.History.Clear();
        }
    }
}
