using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Services.Ecs.Tasks;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The services, deleted ones included. Used under the lock of ECS.</summary>
internal sealed class ServiceStore : IServiceNames
{
    private readonly SortedDictionary<string, ServiceRecord> _services = new(StringComparer.Ordinal);

    public IEnumerable<ServiceRecord> All => _services.Values;

    public void Put(ServiceRecord service) => _services[Key(service.Cluster, service.Name)] = service;

    public ServiceRecord? Find(string cluster, string name) => _services.TryGetValue(Key(cluster, name), out var service) ? service : null;

    public ServiceRecord? FindActive(string cluster, string name)
        => Find(cluster, name) is { Status: ServiceStatus.Active } service ? service : null;

    public bool Exists(string cluster, string service) => Find(cluster, service) is not null;

    public IEnumerable<ServiceRecord> OfCluster(string cluster) => All.Where(service => service.Cluster == cluster);

    /// <summary>The services with a task that is a target of this group.</summary>
    public IReadOnlyList<ServiceRecord> WithTargetsIn(string targetGroupArn) => All
        .Where(service => service.Tasks.Exists(task => task.Targets?.Any(target => target.Group == targetGroupArn) == true))
        .ToList();

    private static string Key(string cluster, string name) => cluster + "/" + name;
}
