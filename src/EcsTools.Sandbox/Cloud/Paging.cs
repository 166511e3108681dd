using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace EcsTools.Sandbox.Cloud;

/// <summary>One page of a list, and the opaque token that continues it.</summary>
internal static class Paging
{
    /// <summary>
    /// Takes the page after <paramref name="token"/>. The token carries the key of the last item, so that items added or
    /// removed meanwhile cause no repetition and no gap.
    /// </summary>
    /// <param name="ordered">Every item, in ascending order of its key.</param>
    /// <param name="key">The item's key, unique in the list.</param>
    /// <param name="token">The token of the previous page, or null for the first page.</param>
    /// <param name="size">The number of items on a page.</param>
    /// <param name="invalidToken">The service's error for an invalid token.</param>
    public static (IReadOnlyList<T> Items, string? NextToken) Page<T>(
        IReadOnlyList<T> ordered, Func<T, string> key, string? token, int size, Func<Exception> invalidToken)
    {
        var start = 0;
        if (!string.IsNullOrEmpty(token))
        {
            var (position, last) = Read(token!, invalidToken);
            var known = -1;
            for (var index = 0; index < ordered.Count && known < 0; index++)
            {
                known = string.Equals(key(ordered[index]), last, StringComparison.Ordinal) ? index : -1;
            }

            start = known >= 0 ? known + 1 : Math.Min(position, ordered.Count);
        }

        var items = ordered.Skip(start).Take(size).ToList();
        var end = start + items.Count;
        return (items, end < ordered.Count ? Write(end, key(items[items.Count - 1])) : null);
    }

    private static string Write(int position, string last)
        => Convert.ToBase64String(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{position}\n{last}")));

    private static (int Position, string Last) Read(string token, Func<Exception> invalidToken)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(token)).Split('\n');
            return parts.Length == 2 && int.TryParse(parts[0], out var position) ? (position, parts[1]) : throw invalidToken();
        }
        catch (FormatException)
        {
            throw invalidToken();
        }
    }
}
