using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Plans the next step from the older deployments of a service to its primary one, within its minimum and maximum percent.</summary>
internal static class RollingPlan
{
    public static ServicePlan Of(ServiceRecord service, Deployment primary, DateTimeOffset now)
    {
        if (primary.State == RolloutState.Failed)
        {
            return Stalled(service, primary);
        }

        var live = service.Tasks.Where(task => !task.IsStopping).ToList();
        var unhealthy = live.Where(task => task.IsUnhealthy).ToList();
        var current = live.Where(task => task.Deployment == primary && !task.IsUnhealthy).ToList();
        var older = live.Where(task => task.Deployment != primary && !task.IsUnhealthy).ToList();
        var missing = now < primary.NextStart ? 0 : Math.Max(0, service.Desired - current.Count);
        var room = Math.Max(0, service.Maximum - current.Count - older.Count);
        var start = Math.Min(missing, room);
        var early = service.Settings.Deployment.EarlySuccess;
        var isEnough = early?.IsMet(current.Count(task => task.IsHealthy), service.Desired) == true;
        var stop = ServicePlan.Dispensable(current).Take(Math.Max(0, current.Count - service.Desired)).ToList();
        stop.AddRange(Replaced(service, current, older, isEnough ? older.Count : missing - start));
        var isClean = older.Count == 0 && unhealthy.Count == 0 && stop.Count == 0 && !service.Tasks.Exists(task => task.IsDraining);
        var settled = isClean && current.Count == service.Desired && current.TrueForAll(task => task.IsHealthy);
        return new ServicePlan(start > 0 ? [(primary, start)] : [], stop, unhealthy, settled)
        {
            IsEarlySuccess = isEnough && (early!.Cleanup == EarlySuccess.Deferred || IsCleanedUp(service, primary)),
        };
    }

    /// <summary>Whether no task of another deployment is left, not even one that drains.</summary>
    private static bool IsCleanedUp(ServiceRecord service, Deployment primary)
        => !service.Tasks.Exists(task => task.Deployment != primary && (!task.IsStopping || task.IsDraining));

    /// <summary>A failed deployment that was not rolled back. Running tasks stay, and none is started.</summary>
    private static ServicePlan Stalled(ServiceRecord service, Deployment primary)
    {
        var live = service.Tasks.Where(task => !task.IsStopping).ToList();
        var unhealthy = live.Where(task => task.IsUnhealthy && task.Deployment == primary).ToList();
        var surplus = live.Except(unhealthy)
            .GroupBy(task => task.Deployment == primary)
            .SelectMany(tasks => ServicePlan.Dispensable(tasks).Take(Math.Max(0, tasks.Count() - service.Desired)))
            .ToList();
        return new ServicePlan([], surplus, unhealthy, IsSettled: false);
    }

    /// <summary>The tasks of older deployments that can stop: all that are not healthy, and healthy ones beyond the minimum.</summary>
    private static IEnumerable<ServiceTask> Replaced(
        ServiceRecord service, List<ServiceTask> current, List<ServiceTask> older, int withoutRoom)
    {
        var idle = older.Where(task => !task.IsHealthy).ToList();
        var serving = older.Where(task => task.IsHealthy).ToList();
        var healthy = current.Count(task => task.IsHealthy);
        var replaced = older.Count + healthy - service.Desired;
        var spare = serving.Count + healthy - service.Minimum;
        var count = Math.Min(Math.Max(replaced, withoutRoom) - idle.Count, spare);
        return idle.Concat(serving.Take(Math.Max(0, count)));
    }
}
