using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>The counts of services, in process: what Application Auto Scaling reads and sets.</summary>
internal sealed class ServiceCounts
{
    private readonly EcsState _state;
    private readonly Action<ServiceRecord> _wake;

    /// <param name="state">What ECS knows.</param>
    /// <param name="wake">Has the controller look at a service.</param>
    public ServiceCounts(EcsState state, Action<ServiceRecord> wake)
    {
        _state = state;
        _wake = wake;
    }

    /// <summary>How many tasks the service is to have, or null where there is no such service any more.</summary>
    public int? Desired(string cluster, string name)
    {
        lock (_state.Gate)
        {
            return Find(cluster, name)?.Desired;
        }
    }

    /// <summary>Has the service have as many tasks, as UpdateService does. Nothing where it is gone.</summary>
    public void Set(string cluster, string name, int count)
    {
        lock (_state.Gate)
        {
            if (Find(cluster, name) is { } service && service.Desired != count)
            {
                service.Desired = count;
                _state.NoteChange();
                _wake(service);
            }
        }
    }

    /// <summary>What runs the tasks of the service that run now.</summary>
    public IReadOnlyList<TaskRun> Running(string cluster, string name)
    {
        lock (_state.Gate)
        {
            return Find(cluster, name)?.Tasks
                .Where(task => task.Task is { LastStatus: EcsTaskStatus.Running, DesiredStatus: EcsTaskStatus.Running })
                .Select(task => task.Task.Run)
                .OfType<TaskRun>()
                .ToList() ?? [];
        }
    }

    private ServiceRecord? Find(string cluster, string name)
        => _state.Services.TryGetValue(EcsState.ServiceKey(cluster, name), out var service) && service.Status == ServiceStatus.Active
            ? service
            : null;
}
