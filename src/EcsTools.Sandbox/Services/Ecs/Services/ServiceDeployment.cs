using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>
/// One change of a service from some revisions to another, from its start to its end: what ListServiceDeployments lists.
/// <see cref="Rollouts"/> changes its state.
/// </summary>
internal sealed class ServiceDeployment
{
    public required string Arn { get; init; }

    /// <summary>Number of the deployment that it brings.</summary>
    public required string Target { get; init; }

    /// <summary>Numbers of the deployments that had tasks when it began.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The deployment configuration at its start.</summary>
    public required DeploymentConfiguration Configuration { get; init; }

    /// <summary>The counts of the target revision at the end. Until then only the revision is right.</summary>
    public required RevisionCounts TargetCounts { get; set; }

    /// <summary>The counts of the source revisions at the end.</summary>
    public IReadOnlyList<RevisionCounts> SourceCounts { get; set; } = [];

    public string Status { get; set; } = ServiceDeploymentStatus.Pending;

    public string? StatusReason { get; set; }

    /// <summary>The lifecycle stage of a deployment that shifts traffic, or null.</summary>
    public string? Stage { get; set; }

    public string BreakerState { get; set; } = BreakerStatus.Disabled;

    public string AlarmState { get; set; } = BreakerStatus.Disabled;

    /// <summary>The alarms that failed it.</summary>
    public IReadOnlyList<string> TriggeredAlarms { get; set; } = [];

    /// <summary>Sandbox time at which its alarms are looked at again, or null.</summary>
    public DateTimeOffset? AlarmCheck { get; set; }

    public int FailureCount { get; set; }

    public int FailureThreshold { get; set; }

    public DeploymentRollback? Rollback { get; set; }

    /// <summary>Epoch seconds, like all times here but <see cref="WaitUntil"/>.</summary>
    public double CreatedAt { get; init; }

    public double UpdatedAt { get; set; }

    public double? StartedAt { get; set; }

    public double? FinishedAt { get; set; }

    public double? StoppedAt { get; set; }

    /// <summary>Its percent of the production traffic.</summary>
    public double Percent { get; set; }

    /// <summary>Its percent of the test traffic.</summary>
    public double TestPercent { get; set; }

    /// <summary>Sandbox time until which its stage waits, or null if it waits for no time.</summary>
    public DateTimeOffset? WaitUntil { get; set; }

    /// <summary>The hooks that wait or have waited, oldest first.</summary>
    public List<HookRun> Hooks { get; init; } = [];

    /// <summary>Sandbox time at which time alone changes what is to be done, or null.</summary>
    public DateTimeOffset? NextCheck
        => Hooks.Where(run => run.IsWaiting).Select(run => (DateTimeOffset?)run.ExpiresAt).Concat([WaitUntil, AlarmCheck]).Min();

    public bool IsFinished => Status is ServiceDeploymentStatus.Successful or ServiceDeploymentStatus.Stopped
        or ServiceDeploymentStatus.RollbackSuccessful or ServiceDeploymentStatus.RollbackFailed;

    public bool IsRollingBack => Status is ServiceDeploymentStatus.RollbackInProgress or ServiceDeploymentStatus.RollbackRequested;

    /// <summary>Counts the tasks of its revisions now. A finished deployment keeps the counts of its end.</summary>
    public void Count(ServiceRecord service)
    {
        if (IsFinished)
        {
            return;
        }

        SourceCounts = Sources
            .Select(number => service.Deployments.Find(deployment => deployment.Number == number))
            .OfType<Deployment>()
            .Select(source => Weighted(RevisionCounts.Of(service, source, requested: null), 100 - Percent, 100 - TestPercent))
            .ToList();
        if (service.Deployments.Find(deployment => deployment.Number == Target) is { } target)
        {
            TargetCounts = Weighted(RevisionCounts.Of(service, target, IsRollingBack ? null : service.Desired), Percent, TestPercent);
            FailureCount = target.FailedTasks;
            FailureThreshold = CircuitBreaker.Threshold(service);
        }
    }

    private RevisionCounts Weighted(RevisionCounts counts, double production, double test)
        => Configuration.ShiftsTraffic ? counts with { ProductionWeight = production, TestWeight = test } : counts;
}
