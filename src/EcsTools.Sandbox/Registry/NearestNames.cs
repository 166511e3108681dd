using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Registry;

/// <summary>Orders names by their edit distance to a requested name.</summary>
internal static class NearestNames
{
    public static IReadOnlyList<string> Find(string wanted, IEnumerable<string> names, int count = 5)
        => names.OrderBy(name => Distance(wanted, name)).ThenBy(name => name, StringComparer.Ordinal).Take(count).ToList();

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var current = new int[b.Length + 1];
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            previous = current;
        }

        return previous[b.Length];
    }
}
