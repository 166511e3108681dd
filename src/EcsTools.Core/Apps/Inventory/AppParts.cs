using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Apps.Inventory;

/// <summary>Everything that belongs to one app.</summary>
internal sealed record AppParts(string App)
{
    public IReadOnlyList<FargateService> Services { get; init; } = [];

    public IReadOnlyList<ScheduledTask> Schedules { get; init; } = [];

    /// <summary>ARN of the schedule group; null if there is none.</summary>
    public string? ScheduleGroupArn { get; init; }

    /// <summary>The newest revision of each family, active or not.</summary>
    public IReadOnlyList<FargateTaskDefinition> Definitions { get; init; } = [];

    public IReadOnlyList<FargateTask> Tasks { get; init; } = [];

    public IReadOnlyList<(string Name, string Arn)> Repositories { get; init; } = [];

    public IReadOnlyList<(string Name, string Arn)> LogGroups { get; init; } = [];

    public IReadOnlyList<FargateRoute> Routes { get; init; } = [];

    public IReadOnlyList<(string Name, string Arn)> TargetGroups { get; init; } = [];

    public IReadOnlyList<(string Name, string Arn)> SecurityGroups { get; init; } = [];

    /// <summary>Whether nothing belongs to the app.</summary>
    public bool IsEmpty => Services.Count + Schedules.Count + Definitions.Count + Tasks.Count + Repositories.Count + LogGroups.Count + Routes.Count
        + TargetGroups.Count + SecurityGroups.Count == 0 && ScheduleGroupArn is null;
}

/// <summary>What was created for an app and can be used by several.</summary>
internal sealed record SharedParts
{
    public IReadOnlyList<FargateCluster> Clusters { get; init; } = [];

    public IReadOnlyList<FargateLoadBalancer> Balancers { get; init; } = [];

    /// <summary>The execution role, if it was created for an app; else null.</summary>
    public (string Name, string Arn)? Role { get; init; }
}
