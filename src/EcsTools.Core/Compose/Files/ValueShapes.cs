using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Compose.Yaml;

namespace EcsTools.Compose.Files;

/// <summary>Many keys can be written in two ways, such as a list or a mapping. These bring a value into the one that is merged and read.</summary>
internal static class ValueShapes
{
    /// <summary>A list of <c>NAME=value</c>, or a mapping, as a mapping. A name alone has no value.</summary>
    public static YamlValue Pairs(YamlValue value, string name) => Pairs(value, name, ['=']);

    /// <summary>Hosts are separated from their addresses with a colon too.</summary>
    public static YamlValue Hosts(YamlValue value, string name) => Pairs(value, name, ['=', ':']);

    /// <summary>One text, or a list, as a list.</summary>
    public static YamlValue Texts(YamlValue value, string name) => value switch
    {
        YamlList => value,
        YamlScalar { Type: not YamlScalarType.Null } => new YamlList(value.Position, [value]) { Mark = value.Mark },
        _ => throw Wrong(value, name, "a text or a list of texts"),
    };

    /// <summary>A command line, or a list of words, as a list.</summary>
    public static YamlValue Command(YamlValue value, string name) => value switch
    {
        YamlList => value,
        YamlScalar { Token: null } line => new YamlList(
            value.Position, ShellWords.Split(line.Text, line.Position).Select(word => (YamlValue)new YamlScalar(line.Position, word, IsQuoted: true)).ToList())
        {
            Mark = value.Mark,
        },
        _ => throw Wrong(value, name, "a command or a list of its words"),
    };

    /// <summary>A list of names, or a mapping of names to settings, as a mapping.</summary>
    public static YamlValue Named(YamlValue value, string name) => value is YamlMap ? value
        : NamedBy(value, name, item => new YamlScalar(item.Position, "", IsQuoted: false));

    /// <summary>A list of names as a mapping.</summary>
    /// <param name="value">The value, which is not a mapping.</param>
    /// <param name="name">What it is, for an error.</param>
    /// <param name="settings">The settings of one name.</param>
    public static YamlMap NamedBy(YamlValue value, string name, Func<YamlScalar, YamlValue> settings)
    {
        var entries = new List<YamlEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in List(value, name))
        {
            var text = Text(item, name);
            if (names.Add(text.Text))
            {
                entries.Add(new YamlEntry(text.Text, item.Position, settings(text)));
            }
        }

        return new YamlMap(value.Position, entries) { Mark = value.Mark };
    }

    /// <summary>A text, or a mapping, as a mapping that has the text under a key.</summary>
    public static YamlMap Keyed(YamlValue value, string name, string key) => value switch
    {
        YamlMap map => map,
        YamlScalar { Type: not YamlScalarType.Null } => Map(value, (key, value with { Mark = YamlMark.None })),
        _ => throw Wrong(value, name, "a text or a mapping"),
    };

    /// <summary>A list whose items are texts or mappings, as a list of mappings.</summary>
    public static YamlValue KeyedList(YamlValue value, string name, string key)
        => new YamlList(value.Position, List(value, name).Select(item => (YamlValue)Keyed(item, name, key)).ToList()) { Mark = value.Mark };

    /// <summary>Creates a mapping at the place of a value. Keys without a value are left out.</summary>
    public static YamlMap Map(YamlValue at, params (string Key, YamlValue? Value)[] entries)
        => new(at.Position, entries.Where(entry => entry.Value is not null).Select(entry
            => new YamlEntry(entry.Key, entry.Value!.Position, entry.Value)).ToList())
        {
            Mark = at.Mark,
        };

    /// <summary>A text at the place of a value.</summary>
    public static YamlScalar? TextAt(YamlValue at, string? text) => text is null ? null : new YamlScalar(at.Position, text, IsQuoted: true);

    /// <summary>The items of a value that must be a list.</summary>
    public static IReadOnlyList<YamlValue> List(YamlValue value, string name)
        => value is YamlList list ? list.Items : throw Wrong(value, name, "a list");

    /// <summary>A value that must be a mapping.</summary>
    public static YamlMap Map(YamlValue value, string name) => value as YamlMap ?? throw Wrong(value, name, "a mapping");

    /// <summary>A value that must be a text. A number is one too.</summary>
    public static YamlScalar Text(YamlValue value, string name)
        => value is YamlScalar { Type: not YamlScalarType.Null } text ? text : throw Wrong(value, name, "a text");

    /// <summary>The error for a value of another kind.</summary>
    public static EcsToolsException Wrong(YamlValue value, string name, string expected)
        => ComposeProblem.At(value.Position, $"{name} must be {expected}, and it is {value.Kind}", $"Write {expected} there.");

    private static YamlValue Pairs(YamlValue value, string name, char[] separators)
    {
        if (value is YamlMap map)
        {
            return map;
        }

        // The last of two items with the same name counts.
        var entries = new Dictionary<string, YamlEntry>(StringComparer.Ordinal);
        foreach (var item in List(value, name))
        {
            var text = Text(item, name);
            var parts = text.Text.Split(separators, 2);
            var pair = new YamlEntry(
                parts[0].TrimEnd(),
                text.Position,
                parts.Length > 1 ? new YamlScalar(text.Position, parts[1], IsQuoted: true) { Token = text.Token }
                    : new YamlScalar(text.Position, "", IsQuoted: false));
            if (parts.Length == 1 && text.Token is not null)
            {
                throw ComposeProblem.At(text.Position, $"{text.Token} has no name in front of it", $"Write NAME={text.Token}.");
            }

            entries[pair.Key] = pair;
        }

        return new YamlMap(value.Position, entries.Values.ToList()) { Mark = value.Mark };
    }
}
