using System;

namespace EcsTools.Commands.Routing;

/// <summary>The settings of a target group.</summary>
internal interface ITargetGroupSettings
{
    /// <summary>Path of the health check, such as /health.</summary>
    /// <value>/ for a new target group</value>
    string? HealthCheckPath { get; }

    /// <summary>Time between two health checks, 5 to 300 seconds.</summary>
    /// <value>30s for a new target group</value>
    TimeSpan? HealthCheckInterval { get; }

    /// <summary>Time for the answer to a health check, 2 to 120 seconds. It must be shorter than the interval.</summary>
    /// <value>6s for a new target group</value>
    TimeSpan? HealthCheckTimeout { get; }

    /// <summary>Number of passed health checks after which an unhealthy target is healthy, 2 to 10.</summary>
    /// <value>5 for a new target group</value>
    int? HealthyThreshold { get; }

    /// <summary>Number of failed health checks after which a target is unhealthy, 2 to 10.</summary>
    /// <value>2 for a new target group</value>
    int? UnhealthyThreshold { get; }

    /// <summary>Status codes of a healthy target, such as 200, "200,302" or 200-299.</summary>
    /// <value>200 for a new target group</value>
    string? SuccessCode { get; }

    /// <summary>Time that a deregistered task has to finish its requests, 0 to 3600 seconds.</summary>
    /// <value>5m for a new target group</value>
    TimeSpan? DeregistrationDelay { get; }

    /// <summary>Time in which a new task receives more and more requests, 30 to 900 seconds. Use 0s to turn this off.</summary>
    TimeSpan? SlowStart { get; }

    /// <summary>Time that a client stays with one task, by a cookie, such as 1d. At most 7 days. Use 0s to turn this off.</summary>
    TimeSpan? Stickiness { get; }
}
