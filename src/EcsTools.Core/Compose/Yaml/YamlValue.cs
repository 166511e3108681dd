using System.Collections.Generic;
using System.Linq;
using EcsTools.Apps.Definition;

namespace EcsTools.Compose.Yaml;

/// <summary>How a value is merged with the value of an earlier file.</summary>
internal enum YamlMark
{
    /// <summary>As its key says.</summary>
    None,

    /// <summary><c>!reset</c>: the value of the earlier file is removed.</summary>
    Reset,

    /// <summary><c>!override</c>: the value of the earlier file is replaced.</summary>
    Override,
}

/// <summary>A value of a YAML file, and where it stands. Aliases share their value, so a value never changes.</summary>
/// <param name="Position">Where it stands.</param>
internal abstract record YamlValue(SourcePosition Position)
{
    /// <summary>How it is merged.</summary>
    public YamlMark Mark { get; init; }

    /// <summary>How many values it has, with each alias counted as often as it is used.</summary>
    public abstract long Size { get; }

    /// <summary>What it is, for an error.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it is null: the key has no value.</summary>
    public bool IsNull => this is YamlScalar { Type: YamlScalarType.Null };
}

/// <summary>A list.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Items">Its items.</param>
internal sealed record YamlList(SourcePosition Position, IReadOnlyList<YamlValue> Items) : YamlValue(Position)
{
    public override long Size { get; } = 1 + Items.Sum(item => item.Size);

    public override string Kind => "a list";
}

/// <summary>A key of a mapping, and its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Position">Where the key stands.</param>
/// <param name="Value">The value.</param>
internal sealed record YamlEntry(string Key, SourcePosition Position, YamlValue Value);

/// <summary>A mapping, in the order of the file.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Entries">Its keys and values. No key is there twice.</param>
internal sealed record YamlMap(SourcePosition Position, IReadOnlyList<YamlEntry> Entries) : YamlValue(Position)
{
    public override long Size { get; } = 1 + Entries.Sum(entry => 1 + entry.Value.Size);

    public override string Kind => "a mapping";

    /// <summary>The value of a key; null if there is none.</summary>
    public YamlValue? this[string key] => Find(key)?.Value;

    /// <summary>The entry of a key; null if there is none.</summary>
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);

    /// <summary>The mapping with another value for a key, which may be new. Null removes the key.</summary>
    public YamlMap With(string key, YamlValue? value)
    {
        var known = Find(key);
        var entries = value is null ? Entries.Where(entry => entry != known)
            : known is null ? Entries.Append(new YamlEntry(key, value.Position, value))
            : Entries.Select(entry => entry == known ? entry with { Value = value } : entry);
        return new YamlMap(Position, entries.ToList()) { Mark = Mark };
    }
}
