using System;
using System.Linq;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>Looks at the tasks of a service: which became healthy, which must be replaced, which have failed.</summary>
internal sealed class ServiceObserver
{
    /// <summary>Failed rounds after which ECS says that the service cannot start tasks.</summary>
    private const int Impaired = 3;

    /// <summary>How soon a target is asked for again that is not healthy yet.</summary>
    private static readonly TimeSpan TargetPoll = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _settle;
    private readonly ServiceTargets _targets;

    /// <param name="settle">How long a task without any health check must have run before it counts as healthy.</param>
    /// <param name="targets">The tasks as targets of load balancers.</param>
    public ServiceObserver(TimeSpan settle, ServiceTargets targets)
    {
        _settle = settle;
        _targets = targets;
    }

    /// <returns>When there will be something new to see though no task changes, or null.</returns>
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
            : NoteSettling(task, now);
        if (task.IsHealthy && !task.IsProven)
        {
            task.IsProven = true;
            task.Deployment.NoteSuccess();
            service.Events.Forget();
        }

        return next;
    }

    /// <summary>By its container's health check and its load balancers', of which every one must pass.</summary>
    private static DateTimeOffset? NoteChecks(
        ServiceRecord service, ServiceTask task, (string Group, TargetHealth Health, int Port)? target, DateTimeOffset now)
    {
        var health = task.HasHealthCheck ? task.Task.Wire.Text("healthStatus") : "HEALTHY";
        var fails = health == "UNHEALTHY" || target?.Health == TargetHealth.Unhealthy;
        var graceEnds = task.RunningSince!.Value + service.GracePeriod;
        task.IsHealthy = health == "HEALTHY" && target is null or { Health: TargetHealth.Healthy };
        task.IsUnhealthy = fails && now >= graceEnds;
        task.FailedIn = health != "UNHEALTHY" && target is { Health: TargetHealth.Unhealthy } failed ? (failed.Group, failed.Port) : null;
        DateTimeOffset? grace = fails && now < graceEnds ? graceEnds : null;
        return target is null or { Health: TargetHealth.Healthy } ? grace : Earlier(grace, now + TargetPoll);
    }

    private DateTimeOffset? NoteSettling(ServiceTask task, DateTimeOffset now)
    {
        var settled = task.RunningSince!.Value + _settle;
        task.IsHealthy = now >= settled;
        return now < settled ? settled : null;
    }

    private static void NoteEnd(ServiceRecord service, ServiceTask task, DateTimeOffset now)
    {
        if (task.IsOver)
        {
            return;
        }

        task.IsOver = true;
        task.IsHealthy = false;
        var wire = task.Task.Wire;
        var failed = wire.Text("stopCode") is "TaskFailedToStart" or "EssentialContainerExited";
        if (task.StopReason is not null || task.IsProven || !failed)
        {
            return;
        }

        NoteFailure(service, task, now);
        if (wire.Text("stopCode") == "TaskFailedToStart")
        {
            var ofContainer = wire.Objects("containers").Select(container => container.Text("reason")).OfType<string>().FirstOrDefault();
            service.Events.CannotPlace(ofContainer ?? wire.Text("stoppedReason") ?? "");
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
