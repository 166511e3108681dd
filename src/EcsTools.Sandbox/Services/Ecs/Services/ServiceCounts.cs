using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Services.Ecs.Shared;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The task counts of services, in process: Application Auto Scaling reads and sets them.</summary>
internal sealed class ServiceCounts
{
    private readonly EcsContext _context;
    private readonly ServiceStore _services;
    private readonly ServiceQueue _queue;

    public ServiceCounts(EcsContext context, ServiceStore services, ServiceQueue queue)
    {
        _context = context;
        _services = services;
        _queue = queue;
    }

    /// <summary>How many tasks the service is to have, or null if there is no such active service.</summary>
    public int? Desired(string cluster, string name)
    {
        lock (_context.Gate)
        {
            return _services.FindActive(cluster, name)?.Desired;
        }
    }

    /// <summary>Sets how many tasks the service is to have, as UpdateService does. Does nothing if the service is gone.</summary>
    public void Set(string cluster, string name, int count)
    {
        lock (_context.Gate)
        {
            if (_services.FindActive(cluster, name) is { } service && service.Desired != count)
            {
                service.Desired = count;
                _context.NoteChange();
                _queue.Add(service);
            }
        }
    }

    /// <summary>The runs of the service's tasks that run now.</summary>
    public IReadOnlyList<TaskRun> Running(string cluster, string name)
    {
        lock (_context.Gate)
        {
            return _services.FindActive(cluster, name)?.Tasks
                .Where(task => task.Task is { LastStatus: EcsTaskStatus.Running, DesiredStatus: EcsTaskStatus.Running })
                .Select(task => task.Task.Run)
                .OfType<TaskRun>()
                .ToList() ?? [];
        }
    }
}
