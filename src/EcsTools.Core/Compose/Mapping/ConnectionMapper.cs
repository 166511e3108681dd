using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Model;

namespace EcsTools.Compose.Mapping;

/// <summary>
/// Which services reach each other by name, as in Docker Compose. ECS does that with Service Connect: a service is reached if a variable of another one names
/// it, or if <c>x-fargate.connect</c> says so.
/// </summary>
internal sealed class ConnectionMapper
{
    private readonly MappingContext _context;
    private readonly IReadOnlyList<ServiceGroup> _groups;
    private readonly Func<ComposeService, IEnumerable<int>> _ports;
    private readonly Func<ServiceGroup, AppServiceKind> _kind;
    private readonly HashSet<ServiceGroup> _clients = [];
    private readonly HashSet<ComposeService> _servers = [];
    private readonly List<(ServiceGroup Client, ServiceGroup Server, SourcePosition Position)> _uses = [];

    /// <param name="context">The project.</param>
    /// <param name="groups">The tasks.</param>
    /// <param name="kind">What a service does with its tasks.</param>
    /// <param name="ports">The TCP ports of a service.</param>
    public ConnectionMapper(
        MappingContext context, IReadOnlyList<ServiceGroup> groups, Func<ServiceGroup, AppServiceKind> kind, Func<ComposeService, IEnumerable<int>> ports)
    {
        (_context, _groups, _kind, _ports) = (context, groups, kind, ports);
        foreach (var client in groups)
        {
            foreach (var server in groups.Where(other => other != client))
            {
                Pair(client, server);
            }
        }

        foreach (var group in groups)
        {
            Given(group);
        }

        if (_servers.Count > 0)
        {
            var names = _servers.SelectMany(service => ports(service).Select(port => FormattableString.Invariant($"{service.Name}:{port}")));
            context.Notes.Add($"Service Connect: the services of the app reach {string.Join(", ", names)}.");
        }
    }

    /// <summary>The connection of a service; null if it needs none.</summary>
    public AppConnection? Of(ServiceGroup group)
    {
        var endpoints = group.All.Where(_servers.Contains).SelectMany(service => _ports(service).Select(
            port => new AppEndpoint(service.Name.ToLowerInvariant(), port))).ToList();
        return endpoints.Count == 0 && !_clients.Contains(group) ? null : new AppConnection { Endpoints = endpoints };
    }

    /// <summary>
    /// The services that must be published before it: the tasks of a client know the names that exist when it is deployed. Services that use each other cannot
    /// all be first.
    /// </summary>
    public IReadOnlyList<AppDependency> Before(ServiceGroup group)
    {
        var first = new List<AppDependency>();
        foreach (var use in _uses.Where(use => use.Client == group).GroupBy(use => use.Server).Select(uses => uses.First()))
        {
            if (!Needs(use.Server, group, []))
            {
                first.Add(new AppDependency(use.Server.Main.Name, AppDependencyCondition.Started));
                continue;
            }

            _context.Warn(
                use.Position,
                $"services.{group.Main.Name} names the service '{use.Server.Main.Name}', which needs it first, so its first tasks may not know the name",
                $"After the first publication, deploy the service of {group.Main.Name} once more: Set-FargateService -ForceNewDeployment");
        }

        return first;
    }

    private void Pair(ServiceGroup client, ServiceGroup server)
    {
        foreach (var (service, named) in client.All.SelectMany(service => server.All.Select(named => (service, named))))
        {
            if (named.Fargate.Connect?.Value != false && service.Environment.FirstOrDefault(pair => NetworkCheck.Uses(pair, named.Name)) is { } used
                && CanConnect(client, server, named, used, $"services.{service.Name}.environment.{used.Name} names the service '{named.Name}', "))
            {
                _uses.Add((client, server, used.Position));
                _clients.Add(client);
                _servers.Add(named);
            }
        }
    }

    private bool CanConnect(ServiceGroup client, ServiceGroup server, ComposeService named, ComposePair used, string what)
    {
        var (problem, remedy) = _kind(client) != AppServiceKind.Service
            ? ("and a task that runs once or on a schedule knows no names on ECS", "Use the address of the load balancer.")
            : _kind(server) != AppServiceKind.Service
                ? ("which runs once or on a schedule, so it has no address", "Name a service that runs all the time.")
            : !_ports(named).Any()
                ? ("which has no TCP port", $"Give {named.Name} the port that it listens on, such as expose: [\"6379\"].")
            : (null, "");
        if (problem is not null)
        {
            _context.Warn(used.Position, what + problem, remedy);
        }

        return problem is null;
    }

    /// <summary>A name that no variable has, but a program may know.</summary>
    private void Given(ServiceGroup group)
    {
        foreach (var service in group.All.Where(service => service.Fargate.Connect?.Value == true))
        {
            var connect = service.Fargate.Connect!.Value;
            if (_kind(group) != AppServiceKind.Service || !_ports(service).Any())
            {
                var why = _ports(service).Any() ? "does not run all the time" : "has no TCP port";
                _context.Error(
                    connect.Position,
                    $"services.{service.Name}.x-fargate.connect is true, and the service {why}",
                    "Remove connect, or give the service a port under expose and let it run all the time.");
                continue;
            }

            _servers.Add(service);
            foreach (var client in _groups.Where(other => other != group && _kind(other) == AppServiceKind.Service))
            {
                _clients.Add(client);

                // What a variable says about the order counts more.
                if (!Needs(group, client, []))
                {
                    _uses.Add((client, group, connect.Position));
                }
            }
        }
    }

    /// <summary>Whether a service needs another one first, over others too, by its names or by <c>depends_on</c>.</summary>
    private bool Needs(ServiceGroup group, ServiceGroup other, HashSet<ServiceGroup> seen)
        => seen.Add(group) && _uses.Where(use => use.Client == group).Select(use => use.Server)
            .Concat(_groups.Where(first => group.All.Any(service => service.DependsOn.Any(dependency => first.All.Any(own => own.Name == dependency.Service)))))
            .Any(first => first == other || Needs(first, other, seen));
}
