using System;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>What CreateService and UpdateService set, checked and with all defaults filled in.</summary>
internal sealed record ServiceSettings
{
    public required Workload Workload { get; init; }

    public required int Desired { get; init; }

    public DeploymentConfiguration Deployment { get; init; } = new();

    public bool EnableEcsManagedTags { get; init; }

    /// <summary>NONE, SERVICE or TASK_DEFINITION.</summary>
    public string PropagateTags { get; init; } = "NONE";

    public bool EnableExecuteCommand { get; init; }

    /// <summary>ENABLED or DISABLED.</summary>
    public string ZoneRebalancing { get; init; } = "DISABLED";

    /// <summary>How long after its start failed health checks do not count against a task, or null for no time.</summary>
    public long? GracePeriodSeconds { get; init; }

    public TimeSpan GracePeriod => TimeSpan.FromSeconds(GracePeriodSeconds ?? 0);
}
