using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>What is to be done next to bring a service from its older deployments to its primary one, within its minimum and maximum percent.</summary>
/// <param name="Start">How many tasks of the primary deployment to start.</param>
/// <param name="Stop">Tasks that are too many, or that others have replaced.</param>
/// <param name="Unhealthy">Tasks to stop because their health check has failed.</param>
/// <param name="IsSettled">Whether nothing is left to do or to wait for.</param>
internal sealed record RollingPlan(int Start, IReadOnlyList<ServiceTask> Stop, IReadOnlyList<ServiceTask> Unhealthy, bool IsSettled)
{
    public static RollingPlan Of(ServiceRecord service, Deployment primary, DateTimeOffset now)
    {
        var live = service.Tasks.Where(task => !task.IsStopping).ToList();
        var unhealthy = live.Where(task => task.IsUnhealthy && (primary.State != RolloutState.Failed || task.Deployment == primary)).ToList();
        var current = live.Where(task => task.Deployment == primary && !task.IsUnhealthy).ToList();
        var older = live.Where(task => task.Deployment != primary && !unhealthy.Contains(task)).ToList();
        if (primary.State == RolloutState.Failed)
        {
            // The deployment is stalled: what serves goes on serving, and nothing is started.
            var surplus = current.Count + older.Count - service.Desired;
            return new RollingPlan(0, Dispensable(current.Concat(older)).Take(Math.Max(0, surplus)).ToList(), unhealthy, IsSettled: false);
        }

        var missing = now < primary.NextStart ? 0 : Math.Max(0, service.Desired - current.Count);
        var room = Math.Max(0, service.Maximum - current.Count - older.Count);
        var start = Math.Min(missing, room);
        var stop = Dispensable(current).Take(Math.Max(0, current.Count - service.Desired)).ToList();
        stop.AddRange(Replaced(service, current, older, missing - start));
        var settled = current.Count == service.Desired && current.TrueForAll(task => task.IsHealthy)
            && older.Count == 0 && unhealthy.Count == 0 && stop.Count == 0;
        return new RollingPlan(start, stop, unhealthy, settled);
    }

    /// <summary>Tasks of older deployments that can go: what is not healthy costs nothing; of the healthy ones the minimum stays.</summary>
    private static IEnumerable<ServiceTask> Replaced(ServiceRecord service, List<ServiceTask> current, List<ServiceTask> older, int withoutRoom)
    {
        var idle = older.Where(task => !task.IsHealthy).ToList();
        var serving = older.Where(task => task.IsHealthy).ToList();
        var healthy = current.Count(task => task.IsHealthy);
        var replaced = older.Count + healthy - service.Desired;
        var spare = serving.Count + healthy - service.Minimum;
        var count = Math.Min(Math.Max(replaced, withoutRoom) - idle.Count, spare);
        return idle.Concat(serving.Take(Math.Max(0, count)));
    }

    /// <summary>In the order in which they are given up: those that do not serve first, then the newest.</summary>
    private static IEnumerable<ServiceTask> Dispensable(IEnumerable<ServiceTask> tasks)
        => tasks.Reverse().OrderBy(task => task.IsHealthy ? 2 : task.IsRunning ? 1 : 0);
}
