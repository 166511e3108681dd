using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>Refuses what ECS refuses in port mappings.</summary>
internal static class PortRules
{
    private const int MostMappings = 100;

    private static readonly Regex PortName = new("^[a-z0-9_][a-z0-9_-]{0,63}$", RegexOptions.CultureInvariant);

    public static void Check(IReadOnlyList<JsonObject> containers, string? networkMode)
    {
        var names = new HashSet<string>(System.StringComparer.Ordinal);
        foreach (var container in containers)
        {
            var mappings = container.Objects("portMappings");
            if (mappings.Count > MostMappings)
            {
                throw EcsErrors.Client("Container port mappings can have at most 100 items.");
            }

            foreach (var mapping in mappings)
            {
                CheckPorts(mapping, container.Text("name")!, networkMode);
                CheckName(mapping, names);
            }

            if (networkMode != "awsvpc")
            {
                CheckUse(mappings);
            }
        }

        // The containers of such a task have one network interface.
        if (networkMode == "awsvpc")
        {
            CheckUse(containers.SelectMany(container => container.Objects("portMappings")));
        }
    }

    private static void CheckPorts(JsonObject mapping, string container, string? networkMode)
    {
        if (mapping.Text("containerPortRange") is { } range)
        {
            if (mapping.Integer("containerPort") is not null || mapping.Integer("hostPort") is not null)
            {
                throw EcsErrors.Client($"Invalid port mapping for container '{container}': cannot specify both single port and port range.");
            }

            if (Range(range) is null)
            {
                throw Invalid("containerPortRange", container);
            }

            return;
        }

        if (mapping.Integer("containerPort") is not (>= 1 and <= 65535))
        {
            throw Invalid("containerPort", container);
        }

        if (mapping.Integer("hostPort") is < 0 or > 65535)
        {
            throw Invalid("hostPort", container);
        }

        if (networkMode is "awsvpc" or "host" && mapping.Integer("hostPort") != mapping.Integer("containerPort"))
        {
            throw EcsErrors.Client($"When networkMode={networkMode}, the host ports and container ports in port mappings must match.");
        }
    }

    private static void CheckName(JsonObject mapping, HashSet<string> names)
    {
        if (mapping.Text("name") is not { } name)
        {
            if (mapping.Text("appProtocol") is not null)
            {
                throw EcsErrors.Client("PortMapping.name is required when PortMapping.appProtocol is specified.");
            }

            return;
        }

        if (!PortName.IsMatch(name))
        {
            throw EcsErrors.Client($"Port mapping name '{name}' contains invalid characters.");
        }

        if (!names.Add(name))
        {
            throw EcsErrors.Client($"{name} port mapping name is already used.");
        }
    }

    private static void CheckUse(IEnumerable<JsonObject> mappings)
    {
        var used = new HashSet<(string, long)>();
        foreach (var mapping in mappings)
        {
            var (first, last) = mapping.Text("containerPortRange") is { } range
                ? Range(range)!.Value
                : (mapping.Integer("containerPort")!.Value, mapping.Integer("containerPort")!.Value);
            for (var port = first; port <= last; port++)
            {
                if (!used.Add((mapping.Text("protocol") ?? "tcp", port)))
                {
                    throw EcsErrors.Client(System.FormattableString.Invariant($"{port} container port is used multiple times in task."));
                }
            }
        }
    }

    /// <summary>The ends of <c>8000-8010</c>, or null for any other text.</summary>
    private static (long First, long Last)? Range(string text)
        => text.Split('-') is [var low, var high]
            && int.TryParse(low, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && int.TryParse(high, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first >= 1 && last > first && last <= 65535
            ? (first, last)
            : null;

    private static Protocol.AwsError Invalid(string member, string container) => EcsErrors.Client($"Invalid '{member}' setting for container '{container}'.");
}
