using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Keys;

/// <summary>Goes through all keys of a project: finds those that do not exist, and those that ECS cannot do.</summary>
internal sealed class KeyCheck
{
    private readonly List<ComposeFinding> _findings;

    private KeyCheck(List<ComposeFinding> findings) => _findings = findings;

    /// <summary>Checks the keys of a project.</summary>
    /// <param name="project">The project, with the services that are published.</param>
    /// <param name="findings">Receives what ECS cannot do.</param>
    /// <exception cref="EcsToolsException">A key does not exist.</exception>
    public static void Run(YamlMap project, List<ComposeFinding> findings) => new KeyCheck(findings).Map(project, "", "");

    private void Map(YamlMap map, string path, string shown)
    {
        foreach (var entry in map.Entries)
        {
            var name = ComposeKeys.Find(Join(path, "*")) is not null ? "*" : entry.Key;
            var key = ComposeKeys.Find(Join(path, name));
            if (key is not null)
            {
                Entry(entry, key, Join(shown, entry.Key));
            }
            else if (!entry.Key.StartsWith("x-", StringComparison.Ordinal))
            {
                throw Unknown(entry, path, shown);
            }
        }
    }

    private void Entry(YamlEntry entry, ComposeKey key, string shown)
    {
        // An empty list asks for nothing.
        if (entry.Value is YamlList { Items.Count: 0 } or YamlMap { Entries.Count: 0 } || entry.Value.IsNull)
        {
            return;
        }

        switch (key.Use)
        {
            case ComposeKeyUse.Mapped:
                Value(entry.Value, key.Path, shown);
                break;
            case ComposeKeyUse.Warned or ComposeKeyUse.Refused when !key.IsHarmless(entry.Value):
                _findings.Add(new ComposeFinding(entry.Position, key.Use == ComposeKeyUse.Refused, $"{shown}: {key.Text}", key.Remedy!));
                break;
        }
    }

    private void Value(YamlValue value, string path, string shown)
    {
        if (!ComposeKeys.HasInner(path))
        {
            return;
        }

        if (value is YamlMap map)
        {
            Map(map, path, shown);
        }
        else if (value is YamlList list && ComposeKeys.Find(path + "[]") is not null)
        {
            for (var index = 0; index < list.Items.Count; index++)
            {
                Value(list.Items[index], path + "[]", $"{shown}[{index}]");
            }
        }
    }

    private static EcsToolsException Unknown(YamlEntry entry, string path, string shown)
    {
        var known = ComposeKeys.Inner(path).ToList();
        return ComposeProblem.At(
            entry.Position,
            $"{(shown.Length == 0 ? "a compose file" : shown)} has no key '{UntrustedText.Sanitize(entry.Key)}'",
            NearestNames.Suggest(entry.Key, known, $"Use one of {string.Join(", ", known)}; or begin the name with x- to have it ignored."));
    }

    private static string Join(string path, string key) => path.Length == 0 ? key : path + "." + key;
}
