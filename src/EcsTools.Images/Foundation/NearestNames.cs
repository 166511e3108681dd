using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools;

/// <summary>Suggests names that the user may have meant, for error messages.</summary>
public static class NearestNames
{
    /// <summary>
    /// The names whose edit distance from <paramref name="wanted"/> is at most a third of its length, or that begin in the same way. The nearest comes
    /// first; there are at most five.
    /// </summary>
    public static IReadOnlyList<string> Find(string wanted, IEnumerable<string> names)
    {
        var limit = Math.Max(2, wanted.Length / 3);
        return names
            .Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Distance: Distance(wanted.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(found => found.Distance <= limit || (wanted.Length > 2 && found.Name.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(found => found.Distance)
            .ThenBy(found => found.Name, StringComparer.Ordinal)
            .Take(5)
            .Select(found => found.Name)
            .ToList();
    }

    /// <summary>Returns a sentence such as <c>Did you mean a, b?</c> for the end of a remedy; <paramref name="otherwise"/> if no name is near.</summary>
    public static string Suggest(string wanted, IEnumerable<string> names, string otherwise)
    {
        var near = Find(wanted, names);
        return near.Count == 0 ? otherwise : $"Did you mean {string.Join(" or ", near)}?";
    }

    // Optimal string alignment: two swapped letters count as one edit, because swapping letters is a common typing error.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            rows[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    best = Math.Min(best, rows[i - 2, j - 2] + 1);
                }

                rows[i, j] = best;
            }
        }

        return rows[a.Length, b.Length];
    }
}
