using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using EcsTools.Apps.Definition;
using EcsTools.Compose.Files;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Model;

/// <summary>Reads the values of one mapping with their types. A key that is missing or null has no value.</summary>
internal sealed class NodeReader
{
    private readonly YamlMap _map;
    private readonly string _name;

    /// <param name="map">The mapping.</param>
    /// <param name="name">Its path in the file, for errors, such as <c>services.web</c>.</param>
    public NodeReader(YamlMap map, string name)
    {
        _map = map;
        _name = name;
    }

    /// <summary>Where the mapping stands.</summary>
    public SourcePosition Position => _map.Position;

    /// <summary>The path of the mapping.</summary>
    public string Name => _name;

    /// <summary>The keys, with those that have no value.</summary>
    public IEnumerable<YamlEntry> Entries => _map.Entries;

    /// <summary>Where a key stands; the mapping if it has none.</summary>
    public SourcePosition PositionOf(string key) => _map.Find(key)?.Position ?? Position;

    /// <summary>Whether a key has a text or a number, and not a list or a mapping.</summary>
    public bool IsText(string key) => Value(key) is YamlScalar;

    public bool Has(string key) => Value(key) is not null;

    public Placed<string>? Text(string key)
        => Value(key) is { } value ? Scalar(value, key) is { Token: null } text ? new Placed<string>(text.Text, text.Position)
            : throw ComposeProblem.At(
                value.Position, $"{((YamlScalar)value).Token} is not possible in {_name}.{key}",
                "Use such a token as the whole value of a variable under environment.")
            : null;

    public Placed<bool>? Boolean(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        return text.Value.ToLowerInvariant() switch
        {
            "true" or "1" or "t" or "y" or "yes" or "on" => new Placed<bool>(true, text.Position),
            "false" or "0" or "f" or "n" or "no" or "off" => new Placed<bool>(false, text.Position),
            _ => throw Wrong(text, key, "true or false"),
        };
    }

    public Placed<int>? Integer(string key, int from = int.MinValue, int to = int.MaxValue)
    {
        if (Value(key) is not { } value)
        {
            return null;
        }

        var scalar = new YamlScalar(value.Position, Scalar(value, key).Text, IsQuoted: false);
        return scalar.Type == YamlScalarType.Integer
            && int.TryParse(scalar.Written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= from && number <= to
            ? new Placed<int>(number, value.Position)
            : throw Wrong(new Placed<string>(scalar.Text, value.Position), key,
                from == int.MinValue ? "a whole number" : $"a whole number from {from} to {to}");
    }

    public Placed<double>? Number(string key)
        => Text(key) is { } text
            ? double.TryParse(text.Value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && !double.IsInfinity(number)
                ? new Placed<double>(number, text.Position) : throw Wrong(text, key, "a number")
            : null;

    public Placed<TimeSpan>? Duration(string key)
        => Text(key) is { } text
            ? ComposeText.Duration(text.Value) is { } duration ? new Placed<TimeSpan>(duration, text.Position)
                : throw Wrong(text, key, "a duration such as 30s or 1m30s")
            : null;

    public Placed<long>? Bytes(string key)
        => Text(key) is { } text
            ? ComposeText.Bytes(text.Value) is { } bytes ? new Placed<long>(bytes, text.Position) : throw Wrong(text, key, "a size such as 512m or 2g")
            : null;

    public IReadOnlyList<Placed<string>>? Texts(string key)
        => Value(key) is { } value
            ? ValueShapes.List(value, $"{_name}.{key}").Select((item, index) => Scalar(item, $"{key}[{index}]"))
                .Select(item => new Placed<string>(item.Text, item.Position)).ToList()
            : null;

    /// <summary>A text or a list of texts.</summary>
    public IReadOnlyList<Placed<string>>? OneOrMore(string key)
        => Value(key) is YamlScalar ? [Text(key)!.Value] : Texts(key);

    public NodeReader? Map(string key) => Value(key) is { } value ? new NodeReader(ValueShapes.Map(value, $"{_name}.{key}"), $"{_name}.{key}") : null;

    /// <summary>The mappings under a key, by name. A name without settings has an empty mapping.</summary>
    public IReadOnlyList<(string Name, NodeReader Node)> Maps(string key)
        => Map(key)?.Entries.Select(entry => (
            entry.Key,
            new NodeReader(
                entry.Value.IsNull ? new YamlMap(entry.Position, [])
                    : ValueShapes.Map(entry.Value, $"{_name}.{key}.{entry.Key}") with { Position = entry.Position },
                $"{(_name.Length == 0 ? "" : _name + ".")}{key}.{entry.Key}"))).ToList() ?? [];

    /// <summary>The mappings of a list.</summary>
    public IReadOnlyList<NodeReader> List(string key)
        => Value(key) is { } value
            ? ValueShapes.List(value, $"{_name}.{key}").Select((item, index)
                => new NodeReader(ValueShapes.Map(item, $"{_name}.{key}[{index}]"), $"{_name}.{key}[{index}]")).ToList()
            : [];

    /// <summary>Names and their values. A name without a value has null.</summary>
    public IReadOnlyList<ComposePair> Pairs(string key)
        => Map(key)?.Entries.Select(entry => Pair(entry, key)).ToList() ?? [];

    /// <summary>The error for a value.</summary>
    public EcsToolsException Wrong(Placed<string> value, string key, string expected)
        => ComposeProblem.At(value.Position, $"{(_name.Length == 0 ? "" : _name + ".")}{key} has the value '{UntrustedText.Sanitize(value.Value)}'",
            $"Give {expected}.");

    private ComposePair Pair(YamlEntry entry, string key)
    {
        var scalar = entry.Value as YamlScalar
            ?? throw ComposeProblem.At(entry.Value.Position, $"{_name}.{key}.{entry.Key} is {entry.Value.Kind}", "Give a text or a number.");
        return new ComposePair(entry.Key, scalar.IsNull ? null : scalar.Written, scalar.Token, entry.Position);
    }

    private YamlValue? Value(string key) => _map[key] is { IsNull: false } value ? value : null;

    private YamlScalar Scalar(YamlValue value, string key) => ValueShapes.Text(value, $"{(_name.Length == 0 ? "" : _name + ".")}{key}");
}
