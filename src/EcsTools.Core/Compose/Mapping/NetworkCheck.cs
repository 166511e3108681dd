using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Compose.Model;

namespace EcsTools.Compose.Mapping;

/// <summary>What the network of a task differs in from that of Docker.</summary>
internal static class NetworkCheck
{
    private static readonly Regex AddressVariable =
        new("(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ENDPOINT|URL|URI)S?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase);

    public static void Run(MappingContext context, IReadOnlyList<ServiceGroup> groups)
    {
        foreach (var service in context.Project.Services)
        {
            Mode(service, context);
        }

        foreach (var group in groups)
        {
            Ports(group, context);
            foreach (var service in group.All)
            {
                Names(service, group, context);
            }
        }
    }

    private static void Mode(ComposeService service, MappingContext context)
    {
        if (service.NetworkMode is not { } mode || mode.Value is "bridge" or "default" || mode.Value.StartsWith("service:", StringComparison.Ordinal))
        {
            return;
        }

        context.Error(
            mode.Position,
            $"services.{service.Name}.network_mode: Fargate does not have the network mode '{UntrustedText.Sanitize(mode.Value)}'",
            mode.Value == "host" ? "Remove it. Each task has an address of its own; publish the ports under ports."
                : "Remove it, or use service:NAME for a container of the same task.");
    }

    /// <summary>The containers of a task share its ports.</summary>
    private static void Ports(ServiceGroup group, MappingContext context)
    {
        var taken = new Dictionary<(int, string), ComposeService>();
        foreach (var (service, port) in group.All.SelectMany(service => service.Ports.Select(port => (service, port))))
        {
            if (taken.TryGetValue((port.Target, port.Protocol), out var other) && other.Name != service.Name)
            {
                context.Error(
                    port.Position, $"services.{service.Name} and services.{other.Name} are containers of one task, and both have the port {port.Target}",
                    "Let one of them listen on another port.");
            }

            taken[(port.Target, port.Protocol)] = service;
        }
    }

    /// <summary>A variable such as <c>redis://cache:6379</c> names another container. One of the same task has the address 127.0.0.1.</summary>
    private static void Names(ComposeService service, ServiceGroup group, MappingContext context)
    {
        foreach (var other in group.All.Where(other => other.Name != service.Name))
        {
            if (service.Environment.FirstOrDefault(pair => Uses(pair, other.Name)) is { } used)
            {
                context.Error(
                    used.Position, $"services.{service.Name}.environment.{used.Name} names '{other.Name}', and the containers of one task have no names",
                    "Use 127.0.0.1 in its place.");
            }
        }
    }

    /// <summary>A name counts with a port, in an address, or alone in a variable such as DB_HOST.</summary>
    public static bool Uses(ComposePair pair, string name)
    {
        if (pair.Value is not { } value || !value.Contains(name))
        {
            return false;
        }

        var escaped = Regex.Escape(name);
        return (value == name && AddressVariable.IsMatch(pair.Name))
            || Regex.IsMatch(value, $@"(?<![\w.-]){escaped}:\d{{2,5}}(?![\w.])|[/@]{escaped}(?=[:/?,]|$)", RegexOptions.CultureInvariant);
    }
}
