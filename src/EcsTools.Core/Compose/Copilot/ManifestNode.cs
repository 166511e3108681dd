using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Files;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Copilot;

/// <summary>A mapping of a manifest. It knows which keys were read, so that each of the others can be named.</summary>
internal sealed class ManifestNode
{
    private readonly YamlMap _map;
    private readonly string _name;
    private readonly ManifestScope _scope;
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ManifestNode> _inner = new(StringComparer.Ordinal);

    /// <param name="map">The mapping.</param>
    /// <param name="name">Its path in the manifest; empty for the manifest itself.</param>
    /// <param name="scope">The manifest that it belongs to.</param>
    public ManifestNode(YamlMap map, string name, ManifestScope scope)
    {
        _map = map;
        _name = name;
        _scope = scope;
    }

    public IEnumerable<YamlEntry> Entries => _map.Entries;

    public SourcePosition Position => _map.Position;

    public SourcePosition PositionOf(string key) => _map.Find(key)?.Position ?? _map.Position;

    /// <summary>Reads a value of any kind; null if it is missing.</summary>
    public YamlValue? Take(string key)
    {
        _read.Add(key);
        return _map[key] is { IsNull: false } value ? value : null;
    }

    /// <summary>Reads a text or a number, as text for a compose file.</summary>
    public string? Text(string key) => Take(key) is { } value ? _scope.Text(ValueShapes.Text(value, Path(key))) : null;

    /// <summary>Reads one text or a list of texts.</summary>
    public IReadOnlyList<string>? Texts(string key)
        => Take(key) is { } value ? ((YamlList)ValueShapes.Texts(value, Path(key))).Items.Select(item
            => _scope.Text(ValueShapes.Text(item, Path(key)))).ToList() : null;

    /// <summary>Reads a command: a list of words, or a line.</summary>
    public IReadOnlyList<string>? Command(string key)
        => Take(key) is { } value ? ((YamlList)ValueShapes.Command(value, Path(key))).Items.Select(item
            => _scope.Text(ValueShapes.Text(item, Path(key)))).ToList() : null;

    /// <summary>Reads true or false.</summary>
    public bool? Flag(string key) => Text(key) is { } text ? text.Equals("true", StringComparison.OrdinalIgnoreCase) : null;

    /// <summary>Whether a key has a text, a number or a boolean.</summary>
    public bool IsText(string key) => _map[key] is YamlScalar { Type: not YamlScalarType.Null };

    /// <summary>Reads a mapping; null if the key is missing or has another kind of value.</summary>
    public ManifestNode? Map(string key) => Take(key) is YamlMap map ? Inner(map, Path(key)) : null;

    /// <summary>Reads the mappings of a list.</summary>
    public IReadOnlyList<ManifestNode> Maps(string key)
        => Take(key) is YamlList list ? list.Items.OfType<YamlMap>().Select((map, index) => Inner(map, $"{Path(key)}[{index}]")).ToList() : [];

    /// <summary>Reads the mappings under names.</summary>
    public IReadOnlyList<(string Name, ManifestNode Node)> Named(string key)
        => Map(key) is { } node ? node.Entries.Where(entry => entry.Value is YamlMap).Select(entry => (entry.Key, node.Map(entry.Key)!)).ToList() : [];

    /// <summary>Says that what a key asks for is not in the compose file.</summary>
    public void Lost(string key, string text, string remedy)
    {
        _read.Add(key);
        if (_map.Find(key) is { } entry)
        {
            _scope.Findings.Add(ComposeFinding.Warning(entry.Position, $"{Path(key)}: {text}", remedy));
        }
    }

    /// <summary>Names each key that was not read.</summary>
    public void Finish()
    {
        foreach (var entry in _map.Entries.Where(entry => !_read.Contains(entry.Key) && !entry.Value.IsNull))
        {
            Lost(entry.Key, "it has no counterpart, so the compose file lacks it", ManifestLosses.Remedy(Path(entry.Key)));
        }

        foreach (var node in _inner.Values)
        {
            node.Finish();
        }
    }

    private ManifestNode Inner(YamlMap map, string name)
    {
        if (!_inner.TryGetValue(name, out var node))
        {
            _inner[name] = node = new ManifestNode(map, name, _scope);
        }

        return node;
    }

    private string Path(string key) => _name.Length == 0 ? key : $"{_name}.{key}";
}
