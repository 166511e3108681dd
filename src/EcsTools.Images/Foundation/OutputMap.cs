using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;

namespace EcsTools;

/// <summary>
/// Names with values, such as tags, in an object that a command emits. Its text is <c>name=value; name=value</c>. Export-Csv shows this text;
/// for a dictionary it shows the name of its type.
/// </summary>
/// <typeparam name="T">Type of the values.</typeparam>
public sealed class OutputMap<T> : ReadOnlyDictionary<string, T>
{
    internal OutputMap(IDictionary<string, T> values)
        : base(values)
    {
    }

    /// <summary>Whether the other map has the same values by the same names. So records that hold such maps can be compared.</summary>
    /// <param name="obj">The other map.</param>
    public override bool Equals(object? obj) => obj is OutputMap<T> other && Count == other.Count
        && this.All(pair => other.TryGetValue(pair.Key, out var value) && EqualityComparer<T>.Default.Equals(pair.Value, value));

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this.Select(pair => $"{pair.Key}={pair.Value}"));
}

/// <summary>Creates maps for objects that a command emits.</summary>
public static class OutputMap
{
    /// <summary>The values as such a map, in their order.</summary>
    /// <param name="values">The values by name.</param>
    /// <typeparam name="T">Type of the values.</typeparam>
    public static IReadOnlyDictionary<string, T> Of<T>(IReadOnlyDictionary<string, T> values)
        => values as OutputMap<T> ?? new OutputMap<T>(values.ToDictionary(pair => pair.Key, pair => pair.Value));
}
