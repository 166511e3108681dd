using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Linq;

namespace EcsTools;

/// <summary>
/// A list in an object that a command emits. Its text is that of its items, joined by "; ". Export-Csv shows this text; for an array it
/// shows the name of its type.
/// </summary>
/// <typeparam name="T">Type of the items.</typeparam>
public sealed class OutputList<T> : ReadOnlyCollection<T>
{
    internal OutputList(IList<T> items)
        : base(items)
    {
    }

    /// <summary>Whether the other list has the same items in the same order. So records that hold such lists can be compared.</summary>
    /// <param name="obj">The other list.</param>
    public override bool Equals(object? obj) => obj is OutputList<T> other && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Count == 0 ? 0 : Count ^ (this[0]?.GetHashCode() ?? 0);

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this);
}

/// <summary>Creates lists for objects that a command emits.</summary>
public static class OutputList
{
    /// <summary>The items as such a list.</summary>
    /// <param name="items">The items. Null stays null: it means that the list is not known.</param>
    /// <typeparam name="T">Type of the items.</typeparam>
    [return: NotNullIfNotNull(nameof(items))]
    public static IReadOnlyList<T>? Of<T>(IReadOnlyList<T>? items)
        => items is null ? null : items as OutputList<T> ?? new OutputList<T>(items.ToList());
}
