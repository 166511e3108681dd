using System.Collections.Generic;
using System.Linq;
using EcsTools.Compose.Model;

namespace EcsTools.Compose.Mapping;

/// <summary>A service and its sidecars: the containers of one task.</summary>
/// <param name="Main">The service.</param>
/// <param name="Sidecars">The services with <c>sidecarOf</c>.</param>
internal sealed record ServiceGroup(ComposeService Main, IReadOnlyList<ComposeService> Sidecars)
{
    /// <summary>All services of the task, the main one first.</summary>
    public IEnumerable<ComposeService> All => new[] { Main }.Concat(Sidecars);

    /// <summary>Divides the services of a project into tasks.</summary>
    public static IReadOnlyList<ServiceGroup> From(MappingContext context)
    {
        var owners = context.Project.Services.ToDictionary(service => service, service => Owner(service, context));
        foreach (var pair in owners.Where(pair => pair.Value is not null && owners[pair.Value] is not null))
        {
            context.Error(
                pair.Key.Fargate.SidecarOf?.Position ?? pair.Key.Position,
                $"services.{pair.Key.Name} is a sidecar of {pair.Value!.Name}, which is a sidecar itself",
                $"Make it a sidecar of the service that {pair.Value.Name} belongs to.");
        }

        return owners.Where(pair => pair.Value is null)
            .Select(pair => new ServiceGroup(pair.Key, owners.Where(other => other.Value == pair.Key).Select(other => other.Key).ToList()))
            .ToList();
    }

    private static ComposeService? Owner(ComposeService service, MappingContext context)
    {
        const string Shared = "service:";
        var name = service.Fargate.SidecarOf;
        if (name is null && service.NetworkMode is { } mode && mode.Value.StartsWith(Shared, System.StringComparison.Ordinal))
        {
            name = new Placed<string>(mode.Value.Substring(Shared.Length), mode.Position);
        }

        if (name is not { } given)
        {
            return null;
        }

        var owner = context.Service(given.Value, given.Position, $"services.{service.Name} is a sidecar of");
        if (owner == service)
        {
            context.Error(given.Position, $"services.{service.Name} is a sidecar of itself", "Name the service whose task it belongs to.");
        }

        return owner == service ? null : owner;
    }
}
