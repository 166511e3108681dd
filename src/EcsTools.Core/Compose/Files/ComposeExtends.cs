using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Variables;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Files;

/// <summary>Merges each service of a file into the service that it extends, of the same file or of another one.</summary>
internal sealed class ComposeExtends
{
    /// <summary>The most services in a row that extend each other.</summary>
    private const int Longest = 50;

    private readonly ComposeLoader _loader;
    private readonly ComposeSources _sources;
    private readonly string _path;
    private readonly ComposeVariables _variables;
    private readonly Dictionary<string, YamlMap> _done = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];

    public ComposeExtends(ComposeLoader loader, ComposeSources sources, string path, ComposeVariables variables)
    {
        _loader = loader;
        _sources = sources;
        _path = path;
        _variables = variables;
    }

    /// <summary>The file with complete services.</summary>
    public YamlMap Apply(YamlMap file)
    {
        if (file["services"] is not YamlMap services)
        {
            return file;
        }

        var complete = services.Entries.Select(entry => entry.Value is YamlMap { Mark: not YamlMark.Reset }
            ? entry with { Value = Complete(services, entry.Key) } : entry);
        return file.With("services", new YamlMap(services.Position, complete.ToList()) { Mark = services.Mark });
    }

    private YamlMap Complete(YamlMap services, string name)
    {
        if (_done.TryGetValue(name, out var done))
        {
            return done;
        }

        var service = (YamlMap)services[name]!;
        if (service["extends"] is YamlMap extends)
        {
            if (_open.Contains(name, StringComparer.Ordinal))
            {
                throw ComposeProblem.At(extends.Position, $"the service '{name}' extends itself: {string.Join(" → ", _open)} → {name}",
                    "Remove one of these extends.");
            }

            if (_open.Count == Longest)
            {
                throw ComposeProblem.At(extends.Position, $"more than {Longest} services extend each other in a row", "Use fewer of them.");
            }

            _open.Add(name);
            service = ComposeMerge.Service(Extended(services, extends), service.With("extends", null)).With("extends", null);
            _open.RemoveAt(_open.Count - 1);
        }

        return _done[name] = service;
    }

    private YamlMap Extended(YamlMap services, YamlMap extends)
    {
        var unknown = extends.Entries.FirstOrDefault(entry => entry.Key is not ("service" or "file"));
        if (unknown is not null)
        {
            throw ComposeProblem.At(unknown.Position, $"extends has no key '{UntrustedText.Sanitize(unknown.Key)}'", "Use service and file.");
        }

        var name = ValueShapes.Text(extends["service"] ?? throw ComposeProblem.At(extends.Position, "extends has no service", "Name the service to extend."),
            "extends.service");
        if (extends["file"] is not { IsNull: false } file)
        {
            return Named(services, name, () => Complete(services, name.Text));
        }

        var path = _sources.FullPath(ValueShapes.Text(file, "extends.file").Text, file.Position);
        if (path == _path)
        {
            return Named(services, name, () => Complete(services, name.Text));
        }

        var other = _loader.Extended(path, file.Position, _variables)["services"] as YamlMap ?? new YamlMap(file.Position, []);
        return Named(other, name, () => (YamlMap)other[name.Text]!);
    }

    private static YamlMap Named(YamlMap services, YamlScalar name, Func<YamlMap> found)
        => services[name.Text] is YamlMap ? found()
            : throw ComposeProblem.At(
                name.Position,
                $"there is no service '{UntrustedText.Sanitize(name.Text)}' to extend",
                NearestNames.Suggest(name.Text, services.Entries.Select(entry => entry.Key), "Correct the name."));
}
