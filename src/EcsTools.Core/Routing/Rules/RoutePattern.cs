using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Routing.Rules;

/// <summary>
/// The patterns of rules, in which <c>*</c> stands for any number of characters (also slashes), and <c>?</c> for exactly one.
/// </summary>
internal static class RoutePattern
{
    /// <summary>Whether a text has the form of the pattern.</summary>
    public static bool Matches(string pattern, string text, bool ignoreCase)
    {
        var (at, from) = (0, 0);
        var (star, resume) = (-1, 0);
        while (from < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, resume) = (at++, from);
            }
            else if (at < pattern.Length && (pattern[at] == '?' || Same(pattern[at], text[from], ignoreCase)))
            {
                at++;
                from++;
            }
            else if (star >= 0)
            {
                (at, from) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return pattern.Substring(at).All(rest => rest == '*');
    }

    /// <summary>Whether a text can have the form of both patterns.</summary>
    public static bool Overlap(string one, string other, bool ignoreCase)
    {
        var known = new Dictionary<(int One, int Other), bool>();
        return From(0, 0);

        bool From(int i, int j)
        {
            if (known.TryGetValue((i, j), out var answer))
            {
                return answer;
            }

            known[(i, j)] = false;
            var (a, b) = (i < one.Length ? one[i] : '\0', j < other.Length ? other[j] : '\0');
            answer = a == '*' ? From(i + 1, j) || (j < other.Length && From(i, j + 1))
                : b == '*' ? From(i, j + 1) || (i < one.Length && From(i + 1, j))
                : i == one.Length || j == other.Length ? i == one.Length && j == other.Length
                : (a == '?' || b == '?' || Same(a, b, ignoreCase)) && From(i + 1, j + 1);
            return known[(i, j)] = answer;
        }
    }

    /// <summary>Whether every text of the special pattern also has the form of the general one.</summary>
    public static bool Covers(string general, string special, bool ignoreCase)
    {
        var known = new Dictionary<(int General, int Special), bool>();
        return From(0, 0);

        bool From(int i, int j)
        {
            if (known.TryGetValue((i, j), out var answer))
            {
                return answer;
            }

            known[(i, j)] = false;
            answer = i == general.Length ? j == special.Length
                : general[i] == '*' ? From(i + 1, j) || (j < special.Length && From(i, j + 1))
                : j < special.Length && special[j] != '*'
                    && (general[i] == '?' || (special[j] != '?' && Same(general[i], special[j], ignoreCase))) && From(i + 1, j + 1);
            return known[(i, j)] = answer;
        }
    }

    /// <summary>How special a pattern is: one without wildcards most, then by the number of its literal characters.</summary>
    public static int Specificity(string pattern) => pattern.Count(letter => letter is not ('*' or '?')) + (HasWildcard(pattern) ? 0 : 1000);

    public static bool HasWildcard(string pattern) => pattern.IndexOfAny(['*', '?']) >= 0;

    public static int Wildcards(string pattern) => pattern.Count(letter => letter is '*' or '?');

    private static bool Same(char one, char other, bool ignoreCase)
        => one == other || (ignoreCase && char.ToLowerInvariant(one) == char.ToLowerInvariant(other));
}
