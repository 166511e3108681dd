using System;
using System.Linq;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>Looks at the tasks of a service: which became healthy, which must be replaced, which have failed.</summary>
internal sealed class ServiceObserver
{
    /// <summary>Failed rounds after which ECS says that the service cannot start tasks.</summary>
    private const int Impaired = 3;

    private readonly TimeSpan _settle;

    /// <param name="settle">How long a task without a health check must have run before it counts as healthy.</param>
    public ServiceObserver(TimeSpan settle)
    {
        _settle = settle;
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
        DateTimeOffset? next = null;
        if (task.HasHealthCheck)
        {
            var health = task.Task.Wire.Text("healthStatus");
            var graceEnds = task.RunningSince.Value + service.GracePeriod;
            task.IsHealthy = health == "HEALTHY";
            task.IsUnhealthy = health == "UNHEALTHY" && now >= graceEnds;
            next = health == "UNHEALTHY" && now < graceEnds ? graceEnds : null;
        }
        else
        {
            var settled = task.RunningSince.Value + _settle;
            task.IsHealthy = now >= settled;
            next = now < settled ? settled : null;
        }

        if (task.IsHealthy && !task.IsProven)
        {
            task.IsProven = true;
            task.Deployment.NoteSuccess();
            service.Events.Forget();
        }

        return next;
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
        if (task.StopReason is not null || task.IsProven || wire.Text("stopCode") is not ("TaskFailedToStart" or "EssentialContainerExited"))
        {
            return;
        }

        NoteFailure(service, task, now);
        if (wire.Text("stopCode") == "TaskFailedToStart")
        {
            var ofContainer = wire.Objects("containers").Select(container => container.Text("reason")).FirstOrDefault(reason => reason is not null);
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
