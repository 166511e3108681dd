using System.Collections.Generic;

namespace EcsTools.Compose.Yaml;

/// <summary>A mapping to write. A value is a text, a list of texts, or a mapping.</summary>
internal sealed class YamlBlock
{
    private readonly List<(string Key, object Value)> _entries = [];

    /// <summary>The keys and values, in the order in which they were added.</summary>
    public IReadOnlyList<(string Key, object Value)> Entries => _entries;

    /// <summary>Adds a text, unless it is null.</summary>
    public YamlBlock Add(string key, string? value) => Put(key, value);

    /// <summary>Adds a list, unless it is null.</summary>
    public YamlBlock Add(string key, IReadOnlyList<string>? values) => Put(key, values);

    /// <summary>Adds a mapping, unless it is null or empty.</summary>
    public YamlBlock Add(string key, YamlBlock? block) => Put(key, block is { Entries.Count: 0 } ? null : block);

    /// <summary>Adds a mapping, also if it is empty.</summary>
    public YamlBlock AddAlways(string key, YamlBlock block) => Put(key, block);

    private YamlBlock Put(string key, object? value)
    {
        if (value is not null)
        {
            _entries.RemoveAll(entry => entry.Key == key);
            _entries.Add((key, value));
        }

        return this;
    }
}
