using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools;

/// <summary>Which of the known names a mistyped one was meant to be.</summary>
internal static class NearestNames
{
    /// <summary>At most <paramref name="count"/> names near <paramref name="name"/>, nearest first. Empty where nothing is near.</summary>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> known, int count = 3)
    {
        var wanted = name.ToLowerInvariant();
        return known
            .Distinct(StringComparer.Ordinal)
            .Select(candidate => (candidate, distance: Distance(wanted, candidate.ToLowerInvariant())))
            .Where(pair => pair.distance <= Math.Max(2, wanted.Length / 3) || Contains(pair.candidate, name) || Contains(name, pair.candidate))
            .OrderBy(pair => pair.distance)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Take(count)
            .Select(pair => pair.candidate)
            .ToList();
    }

    /// <summary>"Did you mean a or b? " or nothing, to stand before a remedy.</summary>
    public static string Question(string name, IEnumerable<string> known)
    {
        var near = Of(name, known);
        return near.Count == 0 ? "" : $"Did you mean {string.Join(" or ", near.Select(candidate => $"'{candidate}'"))}? ";
    }

    private static bool Contains(string text, string part) => part.Length > 2 && text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Levenshtein distance.</summary>
    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var substitution = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(substitution, Math.Min(previous[column], current[column - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
