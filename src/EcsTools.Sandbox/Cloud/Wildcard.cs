using System;

namespace EcsTools.Sandbox.Cloud;

/// <summary>
/// Patterns in which <c>*</c> stands for any characters. They are compared by hand: a regular expression of many stars takes exponential time.
/// </summary>
internal static class Wildcard
{
    /// <summary>Whether a text is of the pattern.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="text">The text.</param>
    /// <param name="one">Whether <c>?</c> stands for exactly one character.</param>
    /// <param name="ignoreCase">Whether upper and lower case are the same.</param>
    /// <param name="escapes">Whether a backslash makes the next character stand for itself.</param>
    public static bool IsMatch(string pattern, string text, bool one = false, bool ignoreCase = false, bool escapes = false)
    {
        // Only the last star is ever tried again: what an earlier one covers can always stay as it is.
        int p = 0, t = 0, star = -1, mark = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                mark = t;
            }
            else if (escapes && p + 1 < pattern.Length && pattern[p] == '\\' && IsSame(pattern[p + 1], text[t], ignoreCase))
            {
                p += 2;
                t++;
            }
            else if (p < pattern.Length && !(escapes && pattern[p] == '\\' && p + 1 < pattern.Length)
                && ((one && pattern[p] == '?') || IsSame(pattern[p], text[t], ignoreCase)))
            {
                p++;
                t++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                t = ++mark;
            }
            else
            {
                return false;
            }
        }

        return pattern.Substring(p).Trim('*').Length == 0;
    }

    private static bool IsSame(char one, char other, bool ignoreCase)
        => one == other || (ignoreCase && char.ToUpperInvariant(one) == char.ToUpperInvariant(other));
}
