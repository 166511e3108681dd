using System;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Judges the tasks of a service: which became healthy, which must be replaced, and which have failed.</summary>
internal sealed class ServiceObserver
{
    /// <summary>Failed rounds after which ECS says that the service cannot start tasks.</summary>
    private const int Impaired = 3;

    /// <summary>How soon the health of a task that is not healthy yet is read again.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _settle;
    private readonly ServiceTargets _targets;
    private readonly ServiceQueue _queue;

    /// <param name="settle">How long a task without any health check must run before it counts as healthy.</param>
    /// <param name="targets">The tasks as targets of load balancers.</param>
    /// <param name="queue">Has a service judged again when the engine has answered.</param>
    public ServiceObserver(TimeSpan settle, ServiceTargets targets, ServiceQueue queue)
    {
        _settle = settle;
        _targets = targets;
        _queue = queue;
    }

    /// <returns>When to look again even if no task changes, or null.</returns>
    public DateTimeOffset? Observe(ServiceRecord service, DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var task in service.Tasks)
        {
            if (task.Task.DesiredStatus == EcsTaskStatus.Stopped)
            {
                NoteEnd(service, task, now);
            }
            else if (task.IsRunning)
            {
                next = Earlier(next, NoteHealth(service, task, now));
            }
        }

        service.Tasks.RemoveAll(task => task.Task.LastStatus == EcsTaskStatus.Stopped);
        return next;
    }

    public static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other)
        => one is null || other < one ? other ?? one : one;

    private DateTimeOffset? NoteHealth(ServiceRecord service, ServiceTask task, DateTimeOffset now)
    {
        task.RunningSince ??= now;
        _targets.Register(service, task);
        var target = _targets.Health(task);
        var next = task.HasHealthCheck || target is not null
            ? NoteChecks(service, task, target, now)
            : NoteSettling(service, task, now);
        if (task.IsHealthy && !task.IsProven)
        {
            task.IsProven = true;
            task.Deployment.NoteSuccess(service.Settings.Deployment.Breaker.ResetsOnHealthyTask);
            service.Events.Forget();
        }

        return next;
    }

    /// <summary>Judges by the health checks of the container and of the load balancers. All must pass.</summary>
    private static DateTimeOffset? NoteChecks(
        ServiceRecord service, ServiceTask task, (string Group, TargetHealth Health, int Port, string? Reason)? target, DateTimeOffset now)
    {
        var health = task.HasHealthCheck ? task.Task.Health : HealthStatus.Healthy;
        var fails = health == HealthStatus.Unhealthy || target?.Health == TargetHealth.Unhealthy;
        var graceEnds = task.RunningSince!.Value + service.Settings.GracePeriod;
        task.IsHealthy = health == HealthStatus.Healthy && target is null or { Health: TargetHealth.Healthy };
        task.IsUnhealthy = fails && now >= graceEnds;
        task.FailedIn = health != HealthStatus.Unhealthy && target is { Health: TargetHealth.Unhealthy } failed
            ? (failed.Group, failed.Port, failed.Reason ?? "Health checks failed") : null;
        DateTimeOffset? grace = fails && now < graceEnds ? graceEnds : null;
        return target is null or { Health: TargetHealth.Healthy } ? grace : Earlier(grace, now + Poll);
    }

    private DateTimeOffset? NoteSettling(ServiceRecord service, ServiceTask task, DateTimeOffset now)
    {
        var settled = task.RunningSince!.Value + _settle;
        if (now < settled)
        {
            return settled;
        }

        // Time alone proves nothing: that a container has ended is known here later than it happened.
        if (!task.IsConfirmed && !task.IsAsked)
        {
            Confirm(service, task);
        }

        task.IsHealthy = task.IsConfirmed;
        return task.IsHealthy ? null : now + Poll;
    }

    private void Confirm(ServiceRecord service, ServiceTask task)
    {
        var runs = task.Task.Run?.RunsAsync() ?? Task.FromResult(false);
        if (runs.IsCompleted)
        {
            task.IsConfirmed = runs.GetAwaiter().GetResult();
            return;
        }

        task.IsAsked = true;
        _ = NoteAnswerAsync(service, task, runs);
    }

    private async Task NoteAnswerAsync(ServiceRecord service, ServiceTask task, Task<bool> runs)
    {
        var confirmed = await runs.ConfigureAwait(false);
        task.IsAsked = false;
        if (confirmed)
        {
            task.IsConfirmed = true;
            _queue.Add(service);
        }
    }

    private static void NoteEnd(ServiceRecord service, ServiceTask task, DateTimeOffset now)
    {
        if (task.IsOver)
        {
            return;
        }

        task.IsOver = true;
        task.IsHealthy = false;
        var failed = task.Task.StopCode is "TaskFailedToStart" or "EssentialContainerExited";
        if (task.StopReason is not null || task.IsProven || !failed)
        {
            return;
        }

        NoteFailure(service, task, now);
        if (task.Task.StopCode == "TaskFailedToStart")
        {
            var ofContainer = task.Task.Containers.Select(container => container.Reason).OfType<string>().FirstOrDefault();
            service.Events.CannotPlace(ofContainer ?? task.Task.StoppedReason ?? "");
        }
    }

    public static void NoteFailure(ServiceRecord service, ServiceTask task, DateTimeOffset now)
    {
        task.Deployment.NoteFailure(now);
        if (task.Deployment.FailedRounds >= Impaired)
        {
            service.Events.Impaired();
        }
    }
}
