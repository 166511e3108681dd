using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Files;

/// <summary>Brings a compose file into one form, before files are merged: each key that can be written in several ways is written in the longest one.</summary>
internal static class ServiceShapes
{
    private static readonly Dictionary<string, Func<YamlValue, string, YamlValue>> Keys = new(StringComparer.Ordinal)
    {
        ["annotations"] = ValueShapes.Pairs,
        ["build"] = Build,
        ["command"] = ValueShapes.Command,
        ["configs"] = Sources,
        ["depends_on"] = Dependencies,
        ["deploy"] = (value, name) => Inner(value, name, ("labels", ValueShapes.Pairs)),
        ["dns"] = ValueShapes.Texts,
        ["dns_search"] = ValueShapes.Texts,
        ["entrypoint"] = ValueShapes.Command,
        ["env_file"] = EnvironmentFiles,
        ["environment"] = ValueShapes.Pairs,
        ["extends"] = (value, name) => ValueShapes.Keyed(value, name, "service"),
        ["extra_hosts"] = ValueShapes.Hosts,
        ["healthcheck"] = (value, name) => Inner(value, name, ("test", Test)),
        ["label_file"] = ValueShapes.Texts,
        ["labels"] = ValueShapes.Pairs,
        ["models"] = ValueShapes.Named,
        ["networks"] = ValueShapes.Named,
        ["ports"] = PortShape.Ports,
        ["profiles"] = ValueShapes.Texts,
        ["secrets"] = Sources,
        ["sysctls"] = ValueShapes.Pairs,
        ["tmpfs"] = ValueShapes.Texts,
        ["ulimits"] = Ulimits,
        ["volumes"] = VolumeShape.Volumes,
        ["x-fargate"] = (value, name) => Inner(value, name, ("before", ValueShapes.Command)),
    };

    private static readonly string[] Sections = ["services", "volumes", "networks", "secrets", "configs", "models"];

    /// <summary>Brings a whole file into the form.</summary>
    public static YamlMap File(YamlMap file)
    {
        foreach (var section in Sections)
        {
            if (file.Find(section) is { Value.IsNull: false } entry)
            {
                var map = ValueShapes.Map(entry.Value, section);
                file = file.With(section, section == "services" ? Services(map) : map);
            }
        }

        return file;
    }

    private static YamlMap Services(YamlMap services)
        => new(services.Position, services.Entries.Select(entry => entry with
        {
            Value = entry.Value.Mark == YamlMark.Reset ? entry.Value : Service(ValueShapes.Map(entry.Value, $"services.{entry.Key}"), $"services.{entry.Key}"),
        }).ToList())
        {
            Mark = services.Mark,
        };

    private static YamlMap Service(YamlMap service, string name)
        => new(service.Position, service.Entries.Select(entry
            => entry.Value.IsNull || !Keys.TryGetValue(entry.Key, out var shape) ? entry
                : entry with { Value = shape(entry.Value, $"{name}.{entry.Key}") }).ToList())
        {
            Mark = service.Mark,
        };

    private static YamlMap Inner(YamlValue value, string name, params (string Key, Func<YamlValue, string, YamlValue> Shape)[] shapes)
    {
        var map = ValueShapes.Map(value, name);
        foreach (var (key, shape) in shapes)
        {
            if (map[key] is { IsNull: false } inner)
            {
                map = map.With(key, shape(inner, $"{name}.{key}"));
            }
        }

        return map;
    }

    private static YamlMap Build(YamlValue value, string name)
        => Inner(
            ValueShapes.Keyed(value, name, "context"), name, ("args", ValueShapes.Pairs), ("labels", ValueShapes.Pairs), ("extra_hosts", ValueShapes.Hosts),
            ("additional_contexts", ValueShapes.Pairs), ("ssh", ValueShapes.Pairs), ("secrets", Sources), ("ulimits", Ulimits));

    /// <summary>A test as one text runs in a shell.</summary>
    private static YamlValue Test(YamlValue value, string name) => value is YamlList ? value
        : new YamlList(value.Position, [ValueShapes.TextAt(value, "CMD-SHELL")!, ValueShapes.Text(value, name)]) { Mark = value.Mark };

    private static YamlValue Sources(YamlValue value, string name) => ValueShapes.KeyedList(value, name, "source");

    private static YamlValue EnvironmentFiles(YamlValue value, string name)
        => ValueShapes.KeyedList(value is YamlList ? value : new YamlList(value.Position, [value with { Mark = YamlMark.None }]) { Mark = value.Mark }, name,
            "path");

    private static YamlValue Dependencies(YamlValue value, string name)
        => value is YamlMap ? value
            : ValueShapes.NamedBy(value, name,
                item => ValueShapes.Map(new YamlScalar(item.Position, "", true), ("condition", ValueShapes.TextAt(item, "service_started"))));

    /// <summary>One number is the soft and the hard limit.</summary>
    private static YamlMap Ulimits(YamlValue value, string name)
    {
        var map = ValueShapes.Map(value, name);
        return new YamlMap(map.Position, map.Entries.Select(entry
            => entry.Value is YamlScalar { Type: not YamlScalarType.Null } limit
                ? entry with { Value = ValueShapes.Map(new YamlScalar(limit.Position, "", true), ("soft", limit), ("hard", limit)) }
                : entry).ToList())
        {
            Mark = map.Mark,
        };
    }
}
