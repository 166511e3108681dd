using System;
using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>
/// Refuses the regular expressions that Elastic Load Balancing refuses: it has no lookaround, backreferences, atomic groups and
/// possessive quantifiers.
/// </summary>
internal static class RegexRules
{
    private static readonly Regex Unsupported = new(
        @"\\[1-9]|\\k|\(\?(=|!|<=|<!|>|\(|'|<|P=|R|\d)|[*+?}]\+", RegexOptions.CultureInvariant);

    public static void Check(string pattern, int longest)
    {
        if (pattern.Length == 0 || pattern.Length > longest)
        {
            throw LoadBalancingErrors.Invalid($"The regular expression must have 1 to {longest} characters");
        }

        if (Unsupported.IsMatch(WithoutEscapes(pattern)) || !IsRegex(pattern))
        {
            throw LoadBalancingErrors.Invalid($"The regular expression '{pattern}' is not valid");
        }
    }

    /// <summary>The pattern without escaped characters that could look like syntax. A backslash before a digit or k stays.</summary>
    private static string WithoutEscapes(string pattern) => Regex.Replace(pattern, @"\\[^1-9k]", "_", RegexOptions.CultureInvariant);

    private static bool IsRegex(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
