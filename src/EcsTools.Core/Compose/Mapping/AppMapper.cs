using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Model;
using EcsTools.Network;
using EcsTools.TaskDefinitions;

namespace EcsTools.Compose.Mapping;

/// <summary>Maps the services of a compose project to those of an app.</summary>
internal sealed class AppMapper
{
    private readonly MappingContext _context;
    private readonly IReadOnlyList<ServiceGroup> _groups;
    private readonly DependencyMapper _dependencies;
    private readonly DeploymentMapper _deployments;
    private readonly RouteMapper _routes;
    private readonly ContainerMapper _containers;
    private readonly ConnectionMapper _connections;
    private readonly Dictionary<ServiceGroup, AppServiceKind> _kinds;

    private AppMapper(MappingContext context)
    {
        _context = context;
        _groups = ServiceGroup.From(context);
        _dependencies = new DependencyMapper(context, _groups);
        _deployments = new DeploymentMapper(context, _dependencies);
        _routes = new RouteMapper(context, _groups, _dependencies);
        _containers = new ContainerMapper(context, new VolumeMapper(context));
        _kinds = _groups.ToDictionary(group => group, _deployments.Kind);
        _connections = new ConnectionMapper(context, _groups, group => _kinds[group], service => (_containers.Ports(service) ?? [])
            .Where(port => port.Protocol == "tcp").Select(port => port.Number).Distinct());
    }

    /// <summary>Maps the services. What ECS cannot do is added to the findings.</summary>
    public static IReadOnlyList<AppService> Map(MappingContext context)
    {
        var mapper = new AppMapper(context);
        NetworkCheck.Run(context, mapper._groups);
        return mapper._groups.Select(mapper.Service).ToList();
    }

    private AppService Service(ServiceGroup group)
    {
        var (service, extension) = (group.Main, group.Main.Fargate);
        var (architecture, system) = new PlatformMapper(_context).Map(group);
        var (cpu, memory) = new SizeMapper(_context).Map(group, system?.StartsWith("WINDOWS", StringComparison.Ordinal) == true);
        var (minimum, maximum) = _deployments.Percents(service);
        foreach (var sidecar in group.Sidecars)
        {
            _deployments.Sidecar(sidecar, group);
        }

        var connection = _connections.Of(group);
        return new AppService
        {
            Name = service.Name,
            Kind = _kinds[group],
            Container = Named(_containers.Map(service, group, _dependencies.InTask(service), isEssential: true), connection),
            Sidecars = group.Sidecars.Select(sidecar => Named(
                _containers.Map(
                    sidecar, group, _dependencies.InTask(sidecar), sidecar.Fargate.Essential?.Value ?? !_dependencies.IsAwaited(sidecar)),
                connection)).ToList(),
            Cpu = cpu,
            Memory = memory,
            Architecture = architecture,
            OperatingSystem = system,
            EphemeralStorage = extension.EphemeralStorage?.Value,
            TaskRole = extension.TaskRole?.Value,
            ExecutionRole = extension.ExecutionRole?.Value,
            DesiredCount = service.Deploy.Replicas?.Value,
            Scaling = extension.Scaling,
            Route = _routes.Of(group),
            Schedule = extension.Schedule,
            Connection = connection,
            DependsOn = _dependencies.BetweenServices(group).Concat(_connections.Before(group)).GroupBy(other => other.Service)
                .Select(same => same.OrderByDescending(other => other.Condition).First()).ToList(),
            Before = extension.Before?.Select(word => word.Value).ToList(),
            Strategy = extension.Strategy,
            MinimumHealthyPercent = minimum,
            MaximumPercent = maximum,
            HealthCheckGracePeriod = extension.HealthCheckGracePeriod?.Value,
            SpotWeight = extension.SpotWeight?.Value,
            OnDemandWeight = extension.OnDemandWeight?.Value,
            BaseOnDemand = extension.BaseOnDemand?.Value,
            EnableExecuteCommand = extension.EnableExecuteCommand?.Value,
            Tags = service.Deploy.Labels.ToDictionary(label => label.Name, label => label.Value ?? "", StringComparer.Ordinal),
            Position = service.Position,
        };
    }

    /// <summary>Names the ports at which other services reach the container.</summary>
    private static AppContainer Named(AppContainer container, AppConnection? connection) => connection is null ? container : container with
    {
        Ports = container.Ports?.Select(port => port with { Name = Endpoint(container, port, connection)?.PortName }).ToList(),
    };

    private static AppEndpoint? Endpoint(AppContainer container, TaskPort port, AppConnection connection)
        => port.Protocol != "tcp" ? null : connection.Endpoints.FirstOrDefault(
            endpoint => endpoint.Port == port.Number && endpoint.Name.Equals(container.Name, StringComparison.OrdinalIgnoreCase));
}
