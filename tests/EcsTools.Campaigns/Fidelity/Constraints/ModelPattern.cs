using System;
using System.Text.RegularExpressions;

namespace EcsTools.Campaigns.Fidelity.Constraints;

/// <summary>The regular expressions of service models, which are those of Java.</summary>
internal static class ModelPattern
{
    /// <summary>Whether it matches the whole text.</summary>
    public static bool IsWhole(string pattern, string text) => Regex.IsMatch(text, @"\A(?:" + Translate(pattern) + @")\z", RegexOptions.CultureInvariant);

    /// <summary>Whether it matches a part of the text.</summary>
    public static bool IsPart(string pattern, string text) => Regex.IsMatch(text, Translate(pattern), RegexOptions.CultureInvariant);

    // A pair of surrogates is one character in Java and two in .NET, which also has no escaped underscore.
    private static string Translate(string pattern) => pattern
        .Replace(@"\uD800\uDC00-\uDBFF\uDFFF", @"\uD800-\uDFFF", StringComparison.Ordinal)
        .Replace(@"\_", "_", StringComparison.Ordinal)
        .Replace(@"\p{Print}", @"[\x20-\x7E]", StringComparison.Ordinal);
}
