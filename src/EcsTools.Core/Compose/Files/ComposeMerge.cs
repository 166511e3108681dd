using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Files;

/// <summary>
/// Merges a file into an earlier one, and a service into the one that it extends, by the rules of the Compose Specification: mappings key by key, lists one
/// after the other without repetitions, and everything else is replaced. A command is replaced as a whole.
/// </summary>
internal static class ComposeMerge
{
    private static readonly string[] Replaced = ["command", "entrypoint", "healthcheck.test"];

    /// <summary>Merges whole files.</summary>
    public static YamlMap Files(YamlMap first, YamlMap second) => (YamlMap)Value(first, second, "");

    /// <summary>Merges a service into the one that it extends.</summary>
    public static YamlMap Service(YamlMap extended, YamlMap service) => (YamlMap)Value(extended, service, "services.*");

    /// <summary>Removes what <c>!reset</c> removes, where there is nothing to merge.</summary>
    public static YamlValue Settled(YamlValue value) => value switch
    {
        YamlMap map => new YamlMap(map.Position, map.Entries.Where(entry => entry.Value.Mark != YamlMark.Reset)
            .Select(entry => entry with { Value = Settled(entry.Value) }).ToList()),
        YamlList list => new YamlList(list.Position, list.Items.Where(item => item.Mark != YamlMark.Reset).Select(Settled).ToList()),
        _ => value,
    };

    private static YamlValue Value(YamlValue first, YamlValue second, string path)
    {
        if (second.Mark != YamlMark.None || Replaced.Contains(InService(path), StringComparer.Ordinal))
        {
            return second.IsNull && second.Mark == YamlMark.None ? first : second;
        }

        return (first, second) switch
        {
            (_, { IsNull: true }) when !IsPair(path) => first,
            (YamlMap, YamlMap other) when IsOtherLogging(path, (YamlMap)first, other) => other,
            (YamlMap one, YamlMap other) => Maps(one, other, path),
            (YamlList one, YamlList other) => Lists(one, other, path),
            (YamlMap or YamlList, _) when !first.IsNull => throw ComposeProblem.At(
                second.Position, $"{path.Replace("*", "…")} is {second.Kind}, and in {first.Position} it is {first.Kind}",
                "Write it in the same way in both files."),
            _ => second,
        };
    }

    private static YamlMap Maps(YamlMap first, YamlMap second, string path)
    {
        var entries = first.Entries.ToList();
        var places = Enumerable.Range(0, entries.Count).ToDictionary(index => entries[index].Key, StringComparer.Ordinal);
        foreach (var entry in second.Entries)
        {
            if (places.TryGetValue(entry.Key, out var index))
            {
                entries[index] = new YamlEntry(entry.Key, entry.Position, Value(entries[index].Value, entry.Value, Join(path, entry.Key)));
            }
            else
            {
                entries.Add(entry);
            }
        }

        return new YamlMap(first.Position, entries) { Mark = first.Mark };
    }

    private static YamlList Lists(YamlList first, YamlList second, string path)
    {
        var items = new List<YamlValue>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in first.Items.Concat(second.Items))
        {
            var key = KeyOf(item, InService(path));
            if (places.TryGetValue(key, out var index))
            {
                items[index] = items[index] is YamlMap one && item is YamlMap other ? Maps(one, other, path + "[]") : item;
            }
            else
            {
                places[key] = items.Count;
                items.Add(item);
            }
        }

        return new YamlList(first.Position, items) { Mark = first.Mark };
    }

    /// <summary>Two items with the same key are the same item: a volume has one mount at a path.</summary>
    private static string KeyOf(YamlValue item, string path) => item is not YamlMap map ? Flat(item) : path switch
    {
        "volumes" => Flat(map["target"]),
        "ports" => string.Join("|", new[] { "target", "published", "protocol", "host_ip" }.Select(key => Flat(map[key]))),
        "secrets" or "configs" => Flat(map["target"] ?? map["source"]),
        "env_file" => Flat(map["path"]),
        _ => Flat(map),
    };

    private static string Flat(YamlValue? value) => value switch
    {
        null => "",
        YamlScalar scalar => scalar.Written + scalar.Token,
        YamlList list => "[" + string.Join(",", list.Items.Select(Flat)) + "]",
        YamlMap map => "{" + string.Join(",", map.Entries.Select(entry => entry.Key + "=" + Flat(entry.Value))) + "}",
        _ => "",
    };

    /// <summary>The options of another log driver have another meaning.</summary>
    private static bool IsOtherLogging(string path, YamlMap first, YamlMap second)
        => InService(path) == "logging" && second["driver"] is YamlScalar other && first["driver"] is YamlScalar driver && driver.Text != other.Text;

    /// <summary>A variable without a value is one: it has the value of the process.</summary>
    private static bool IsPair(string path)
        => InService(path).StartsWith("environment.", StringComparison.Ordinal) || InService(path).StartsWith("build.args.", StringComparison.Ordinal);

    /// <summary>A path without the service in front: <c>services.*.build.args</c> is <c>build.args</c>.</summary>
    private static string InService(string path)
        => path.StartsWith("services.*.", StringComparison.Ordinal) ? path.Substring("services.*.".Length) : "";

    private static string Join(string path, string key) => path.Length == 0 ? key : path == "services" ? "services.*" : path + "." + key;
}
