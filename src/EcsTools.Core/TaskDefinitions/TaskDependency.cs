using System;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Aws;

namespace EcsTools.TaskDefinitions;

/// <summary>The state that another container must reach before a container starts.</summary>
/// <param name="Container">The other container.</param>
/// <param name="Condition"><c>START</c>, <c>COMPLETE</c>, <c>SUCCESS</c> or <c>HEALTHY</c>.</param>
public sealed record TaskDependency(string Container, string Condition)
{
    private static readonly string[] Conditions = ["START", "COMPLETE", "SUCCESS", "HEALTHY"];

    /// <summary>Reads <c>migrate:SUCCESS</c>, or only a container's name, which means START.</summary>
    /// <param name="text">The text to read.</param>
    public static TaskDependency Parse(string text)
    {
        var parts = (text ?? "").Trim().Split(':');
        var condition = parts.Length > 1 ? parts[1].Trim().ToUpperInvariant() : "START";
        return parts.Length <= 2 && parts[0].Length > 0 && Conditions.Contains(condition, StringComparer.Ordinal)
            ? new TaskDependency(EcsNameRules.Name(parts[0].Trim(), "DependsOn"), condition)
            : throw new EcsToolsException(
                ErrorCodes.InvalidDependsOn,
                $"'{text}' is not a dependency.",
                $"Give a container and its condition: {string.Join(", ", Conditions.Select(known => "name:" + known))}.",
                "DependsOn",
                text);
    }

    internal JsonNode ToNode() => new JsonObject { ["containerName"] = Container, ["condition"] = Condition };
}
