using System;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>
/// When a rolling deployment completes before all of its tasks are healthy (ECS developer guide, "Complete Amazon ECS rolling deployments early
/// with early success criteria").
/// </summary>
/// <param name="HealthyPercent">Percent of the desired count that must be healthy, rounded up to whole tasks.</param>
/// <param name="Cleanup">BLOCKING if the tasks of earlier revisions must be gone first, or DEFERRED.</param>
internal sealed record EarlySuccess(long HealthyPercent, string Cleanup)
{
    public const string Blocking = "BLOCKING";
    public const string Deferred = "DEFERRED";

    /// <summary>Whether so many healthy tasks are enough. At least one must be healthy.</summary>
    public bool IsMet(int healthy, int desired) => healthy >= Math.Max(Math.Min(1, desired), (int)Math.Ceiling(desired * HealthyPercent / 100d));
}
