using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Model;

/// <summary>Reads a project from its tree.</summary>
internal static class ProjectReader
{
    /// <param name="tree">The merged tree.</param>
    /// <param name="services">The services of active profiles.</param>
    /// <param name="inactive">The names of the other services, and where they stand.</param>
    public static ComposeProject Read(YamlMap tree, IReadOnlyList<YamlEntry> services, IReadOnlyList<YamlEntry> inactive)
    {
        var node = new NodeReader(tree, "");
        return new ComposeProject
        {
            Name = node.Text("name"),
            Services = services.Select(entry => ServiceReader.Read(
                entry.Key, new NodeReader((YamlMap)entry.Value with { Position = entry.Position }, $"services.{entry.Key}"))).ToList(),
            Inactive = inactive.Select(entry => entry.Key).ToList(),
            Volumes = node.Maps("volumes").ToDictionary(one => one.Name, one => Volume(one.Node), StringComparer.Ordinal),
            Secrets = node.Maps("secrets").ToDictionary(one => one.Name, one => Secret(one.Name, one.Node), StringComparer.Ordinal),
        };
    }

    private static ComposeVolume Volume(NodeReader node)
    {
        var extension = node.Map("x-fargate");
        return new ComposeVolume(extension?.Text("fileSystem"), extension?.Boolean("temporary")?.Value ?? false, node.Position);
    }

    private static ComposeSecret Secret(string name, NodeReader node)
        => new(
            node.Text("file"),
            node.Text("environment"),
            node.IsText("external") ? node.Boolean("external")!.Value.Value ? node.Text("name")?.Value ?? name : null
                : node.Map("external")?.Text("name")?.Value ?? (node.Has("external") ? name : null),
            node.Position);
}
