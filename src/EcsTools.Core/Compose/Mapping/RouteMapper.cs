using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Model;

namespace EcsTools.Compose.Mapping;

/// <summary>Which services the load balancer reaches.</summary>
internal sealed class RouteMapper
{
    private readonly MappingContext _context;
    private readonly DependencyMapper _dependencies;
    private readonly Dictionary<string, AppRoute> _routes = new(StringComparer.Ordinal);

    public RouteMapper(MappingContext context, IReadOnlyList<ServiceGroup> groups, DependencyMapper dependencies)
    {
        _context = context;
        _dependencies = dependencies;
        foreach (var group in groups.Where(group => group.Main.Fargate.Route is not null))
        {
            _routes[group.Main.Name] = Given(group, group.Main.Fargate.Route!);
        }

        var published = groups.Where(group => !group.Main.Fargate.HasNoRoute && Published(group).Any() && !_routes.ContainsKey(group.Main.Name)).ToList();

        // A port alone, such as "80", gets any port of the host. That is for other services, if one has a port that clients know.
        var known = published.Where(group => Published(group).Any(port => port.Published is not null)).ToList();
        published = known.Count > 0 ? known : published;
        if (_routes.Count > 0)
        {
            published.ForEach(Unreached);
        }
        else if (published.Count == 1)
        {
            _routes[published[0].Main.Name] = Only(published[0]);
        }
        else
        {
            Ambiguous(published);
        }
    }

    /// <summary>The route of a service; null if it has none.</summary>
    public AppRoute? Of(ServiceGroup group) => _routes.TryGetValue(group.Main.Name, out var route) ? route : null;

    /// <summary>A route without a port takes the only port that is published, or the only port.</summary>
    private AppRoute Given(ServiceGroup group, AppRoute route)
    {
        if (route.ContainerPort is not null)
        {
            return route;
        }

        var ports = Published(group).Select(port => port.Target).Distinct().ToList();
        ports = ports.Count > 0 ? ports : group.All.SelectMany(service => new ContainerMapper(_context, new VolumeMapper(_context)).Ports(service) ?? [])
            .Where(port => port.Protocol == "tcp").Select(port => port.Number).Distinct().ToList();
        if (ports.Count > 1)
        {
            _context.Error(
                route.Position ?? group.Main.Position,
                $"services.{group.Main.Name}.x-fargate.route has no port, and the service has {string.Join(", ", ports)}", $"Give the port: port: {ports[0]}.");
        }

        return ports.Count == 1 ? route with { ContainerPort = ports[0] } : route;
    }

    private AppRoute Only(ServiceGroup group)
    {
        var ports = Published(group).ToList();
        var port = ports[0];
        if (ports.Exists(other => other.Target != port.Target))
        {
            _context.Warn(
                port.Position, $"services.{group.Main.Name} publishes several ports, and the load balancer reaches only {port.Target}",
                "Choose the port with x-fargate: { route: { port: 80 } }.");
        }

        _context.Notes.Add($"{group.Main.Name}: the load balancer sends every request to port {port.Target}, the published port of the app.");
        return new AppRoute { ContainerPort = port.Target, Position = port.Position };
    }

    private void Unreached(ServiceGroup group)
        => _context.Warn(
            Published(group).First().Position,
            $"services.{group.Main.Name} publishes a port and has no route, so it is reached only from inside the network",
            "Give it a route with x-fargate: { route: /path }, or write route: none.");

    private void Ambiguous(List<ServiceGroup> published)
    {
        const int Shown = 5;
        if (published.Count == 0)
        {
            return;
        }

        var names = string.Join(", ", published.Take(Shown).Select(group => group.Main.Name))
            + (published.Count > Shown ? $" and {published.Count - Shown} more" : "");
        _context.Error(
            Published(published[0]).First().Position,
            $"{published.Count} services publish a port ({names}), and none says which requests the load balancer sends to it",
            "Give the services that the load balancer reaches a route: x-fargate: { route: /path }, or { route: { host: api.example.com } }. "
                + "For the others write route: none.");
    }

    /// <summary>The ports that are reached from outside this machine.</summary>
    private IEnumerable<ComposePort> Published(ServiceGroup group)
        => group.Main.Fargate.Schedule is not null || group.Main.Fargate.RunOnce?.Value == true || _dependencies.IsAwaited(group.Main) ? []
            : group.All.SelectMany(service => service.Ports).Where(port => port.Protocol == "tcp"
                && port.HostAddress is not ("127.0.0.1" or "localhost" or "::1"));
}
