using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The next step for the tasks of a service.</summary>
/// <param name="Start">How many tasks of which deployment to start.</param>
/// <param name="Stop">Tasks that are too many, or that are replaced.</param>
/// <param name="Unhealthy">Tasks to stop because a health check has failed.</param>
/// <param name="IsSettled">Whether there is nothing left to do or to wait for.</param>
internal sealed record ServicePlan(
    IReadOnlyList<(Deployment Deployment, int Count)> Start,
    IReadOnlyList<ServiceTask> Stop,
    IReadOnlyList<ServiceTask> Unhealthy,
    bool IsSettled)
{
    /// <summary>Whether the early success criteria of a rolling deployment are met.</summary>
    public bool IsEarlySuccess { get; init; }

    /// <summary>Keeps each of these deployments at the desired count, and stops the tasks of all others.</summary>
    /// <param name="service">The service.</param>
    /// <param name="kept">Deployments that keep all their tasks.</param>
    /// <param name="spared">Deployments whose tasks stay as they are.</param>
    /// <param name="now">The time.</param>
    public static ServicePlan Keep(
        ServiceRecord service, IReadOnlyCollection<Deployment> kept, IReadOnlyCollection<Deployment> spared, DateTimeOffset now)
    {
        var live = service.Tasks.Where(task => !task.IsStopping).ToList();
        var unhealthy = live.Where(task => task.IsUnhealthy && !spared.Contains(task.Deployment)).ToList();
        var start = new List<(Deployment, int)>();
        var stop = live.Where(task => !kept.Contains(task.Deployment) && !spared.Contains(task.Deployment)).Except(unhealthy).ToList();
        var settled = unhealthy.Count == 0 && stop.Count == 0 && !service.Tasks.Exists(task => task.IsDraining);
        foreach (var deployment in kept)
        {
            var tasks = live.Where(task => task.Deployment == deployment && !task.IsUnhealthy).ToList();
            settled &= tasks.Count == service.Desired && tasks.TrueForAll(task => task.IsHealthy);
            stop.AddRange(Dispensable(tasks).Take(Math.Max(0, tasks.Count - service.Desired)));
            if (tasks.Count < service.Desired && now >= deployment.NextStart)
            {
                start.Add((deployment, service.Desired - tasks.Count));
            }
        }

        return new ServicePlan(start, stop, unhealthy, settled);
    }

    /// <summary>Whether a deployment has all its tasks, and all are healthy.</summary>
    public static bool IsWhole(ServiceRecord service, Deployment deployment)
        => service.TasksOf(deployment).Count(task => !task.IsStopping && task.IsHealthy) >= service.Desired;

    /// <summary>The order in which tasks are stopped: those that do not serve first, then the newest.</summary>
    public static IEnumerable<ServiceTask> Dispensable(IEnumerable<ServiceTask> tasks)
        => tasks.Reverse().OrderBy(task => task.IsHealthy ? 2 : task.IsRunning ? 1 : 0);
}
