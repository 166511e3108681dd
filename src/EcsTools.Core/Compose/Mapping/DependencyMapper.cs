using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Model;
using EcsTools.TaskDefinitions;

namespace EcsTools.Compose.Mapping;

/// <summary>The order of services, and of the containers of one task.</summary>
internal sealed class DependencyMapper
{
    private const string Completed = "service_completed_successfully";

    private readonly MappingContext _context;
    private readonly Dictionary<string, ServiceGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<ComposeDependency>> _dependencies = new(StringComparer.Ordinal);

    public DependencyMapper(MappingContext context, IReadOnlyList<ServiceGroup> groups)
    {
        _context = context;
        foreach (var (group, service) in groups.SelectMany(group => group.All.Select(service => (group, service))))
        {
            _groups[service.Name] = group;
        }

        foreach (var service in context.Project.Services)
        {
            _dependencies[service.Name] = All(service).ToList();
        }

        foreach (var service in context.Project.Services)
        {
            Cycle(service);
        }
    }

    /// <summary>Whether another service waits for the end of this one.</summary>
    public bool IsAwaited(ComposeService service)
        => _dependencies.Values.Any(list => list.Any(dependency => dependency.Service == service.Name && dependency.Condition == Completed));

    /// <summary>The containers of the same task that start before a container.</summary>
    public IReadOnlyList<TaskDependency> InTask(ComposeService service)
        => _dependencies[service.Name].Where(dependency => IsSameTask(service, dependency)).Select(dependency
            => new TaskDependency(dependency.Service, dependency.Condition switch
        {
            Completed => "SUCCESS",
            "service_healthy" => "HEALTHY",
            _ => "START",
        })).ToList();

    /// <summary>The services that are published before a task's service.</summary>
    public IReadOnlyList<AppDependency> BetweenServices(ServiceGroup group)
        => group.All.SelectMany(service => _dependencies[service.Name].Where(dependency => !IsSameTask(service, dependency)))
            .Select(dependency => new AppDependency(
                _groups[dependency.Service].Main.Name,
                dependency.Condition switch
                {
                    Completed => AppDependencyCondition.Completed,
                    "service_healthy" => AppDependencyCondition.Healthy,
                    _ => AppDependencyCondition.Started,
                },
                dependency.Position))
            .GroupBy(dependency => dependency.Service)
            .Select(same => same.OrderByDescending(dependency => dependency.Condition).First())
            .ToList();

    private bool IsSameTask(ComposeService service, ComposeDependency dependency) => _groups[service.Name] == _groups[dependency.Service];

    private IEnumerable<ComposeDependency> All(ComposeService service)
    {
        foreach (var dependency in service.DependsOn.Concat(service.Links.SelectMany(link => Link(link, service))))
        {
            var isKnown = _groups.ContainsKey(dependency.Service);
            if (isKnown)
            {
                yield return dependency;
            }
            else if (dependency.IsRequired)
            {
                _context.Service(dependency.Service, dependency.Position, $"services.{service.Name} depends on");
            }
        }
    }

    private IEnumerable<ComposeDependency> Link(Placed<string> link, ComposeService service)
    {
        var parts = link.Value.Split(':');
        if (parts.Length > 1 && parts[1] != parts[0])
        {
            _context.Error(
                link.Position, $"services.{service.Name}.links gives the service '{UntrustedText.Sanitize(parts[0])}' another name",
                $"Use the name {UntrustedText.Sanitize(parts[0])} in the service, and write it alone.");
        }

        return service.DependsOn.Any(dependency => dependency.Service == parts[0]) ? []
            : [new ComposeDependency(parts[0], "service_started", true, link.Position)];
    }

    private void Cycle(ComposeService service)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>([service.Name]);
        while (open.Count > 0)
        {
            foreach (var dependency in _dependencies[open.Dequeue()].Where(dependency => reached.Add(dependency.Service)))
            {
                if (dependency.Service == service.Name)
                {
                    _context.Error(dependency.Position, $"services.{service.Name} depends on itself, through the services that it depends on",
                        "Remove one of the dependencies.");
                    return;
                }

                open.Enqueue(dependency.Service);
            }
        }
    }
}
