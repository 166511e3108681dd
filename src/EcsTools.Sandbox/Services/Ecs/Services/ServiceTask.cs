using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>A task of a service, and how the service judges it.</summary>
internal sealed class ServiceTask
{
    public ServiceTask(EcsTask task, Deployment deployment)
    {
        Task = task;
        Deployment = deployment;
        HasHealthCheck = deployment.Definition.Containers.Any(container => container.DecidesHealth);
    }

    public EcsTask Task { get; }

    public Deployment Deployment { get; }

    /// <summary>Whether an essential container has a health check, which then decides the health of the task.</summary>
    public bool HasHealthCheck { get; }

    /// <summary>When it was first seen RUNNING.</summary>
    public DateTimeOffset? RunningSince { get; set; }

    /// <summary>Whether the engine is being asked if its containers run.</summary>
    public bool IsAsked { get; set; }

    /// <summary>Whether the engine said, after the time in which a task settles, that its containers run.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>Whether it counts towards the healthy tasks of the service now.</summary>
    public bool IsHealthy { get; set; }

    /// <summary>Whether a health check has failed for good, so that the task must be replaced.</summary>
    public bool IsUnhealthy { get; set; }

    /// <summary>The target group in which it is unhealthy, its port there, and the reason; null if its container is unhealthy.</summary>
    public (string Group, int Port, string Reason)? FailedIn { get; set; }

    /// <summary>The target groups in which it is registered; null until it is registered.</summary>
    public IReadOnlyList<(string Group, ServiceTarget Target)>? Targets { get; set; }

    /// <summary>Whether it was healthy once. Its end is then no failure of the deployment.</summary>
    public bool IsProven { get; set; }

    /// <summary>Whether the service has noted its end.</summary>
    public bool IsOver { get; set; }

    /// <summary>Why the service stops it, or null.</summary>
    public string? StopReason { get; set; }

    public bool IsStopping => StopReason is not null || Task.DesiredStatus == EcsTaskStatus.Stopped;

    /// <summary>Whether it stops and may still have requests to answer.</summary>
    public bool IsDraining => IsStopping && Task.LastStatus
        is not (EcsTaskStatus.Stopping or EcsTaskStatus.Deprovisioning or EcsTaskStatus.Stopped);

    public bool IsRunning => !IsStopping && Task.LastStatus == EcsTaskStatus.Running;

    public bool IsPending => !IsStopping && Task.LastStatus != EcsTaskStatus.Running;
}
