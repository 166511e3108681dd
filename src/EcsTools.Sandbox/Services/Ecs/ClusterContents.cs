using System.Linq;
using EcsTools.Sandbox.Services.Ecs.Clusters;
using EcsTools.Sandbox.Services.Ecs.Services;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs;

/// <summary>Counts what is in a cluster. Used under the lock of ECS.</summary>
internal sealed class ClusterContents : IClusterContents
{
    private readonly TaskStore _tasks;
    private readonly ServiceStore _services;

    public ClusterContents(TaskStore tasks, ServiceStore services)
    {
        _tasks = tasks;
        _services = services;
    }

    public ClusterCounts Count(string cluster)
    {
        var tasks = _tasks.OfCluster(cluster);
        var services = _services.OfCluster(cluster).ToList();
        return new ClusterCounts(
            tasks.Count(task => task.LastStatus != EcsTaskStatus.Stopped),
            tasks.Count(task => task.LastStatus == EcsTaskStatus.Running),
            tasks.Count(task => task.DesiredStatus == EcsTaskStatus.Running && task.LastStatus != EcsTaskStatus.Running),
            services.Count(service => service.Status == ServiceStatus.Active),
            services.Count(service => service.Status == ServiceStatus.Draining));
    }
}
