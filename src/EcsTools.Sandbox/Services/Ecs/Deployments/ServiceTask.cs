using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>A task of a service, and what the service thinks of it.</summary>
internal sealed class ServiceTask
{
    public ServiceTask(EcsTask task, Deployment deployment)
    {
        Task = task;
        Deployment = deployment;
        HasHealthCheck = deployment.Definition.Objects("containerDefinitions")
            .Any(container => container.Flag("essential") != false && container.Object("healthCheck") is not null);
    }

    public EcsTask Task { get; }

    public Deployment Deployment { get; }

    /// <summary>Whether an essential container has a health check, which then decides.</summary>
    public bool HasHealthCheck { get; }

    /// <summary>When it was first seen RUNNING.</summary>
    public DateTimeOffset? RunningSince { get; set; }

    /// <summary>Whether it counts towards the healthy tasks of the service now.</summary>
    public bool IsHealthy { get; set; }

    /// <summary>Whether a health check has failed that counts: it is to be replaced.</summary>
    public bool IsUnhealthy { get; set; }

    /// <summary>The target group in which it is unhealthy and its port there, or null where its container is.</summary>
    public (string Group, int Port)? FailedIn { get; set; }

    /// <summary>What it is as a target of load balancers, and of which target groups; null until it is registered.</summary>
    public IReadOnlyList<(string Group, ServiceTarget Target)>? Targets { get; set; }

    /// <summary>Whether it was healthy once: what ends it later is no failure of the deployment.</summary>
    public bool IsProven { get; set; }

    /// <summary>Whether the service has taken note of its end.</summary>
    public bool IsOver { get; set; }

    /// <summary>Why the service stops it, or null while it does not.</summary>
    public string? StopReason { get; set; }

    public bool IsStopping => StopReason is not null || Task.DesiredStatus == EcsTaskStatus.Stopped;

    /// <summary>Whether it is to stop and may still have requests to answer.</summary>
    public bool IsDraining => IsStopping && Task.LastStatus
        is not (EcsTaskStatus.Stopping or EcsTaskStatus.Deprovisioning or EcsTaskStatus.Stopped);

    public bool IsRunning => !IsStopping && Task.LastStatus == EcsTaskStatus.Running;

    public bool IsPending => !IsStopping && Task.LastStatus != EcsTaskStatus.Running;
}
