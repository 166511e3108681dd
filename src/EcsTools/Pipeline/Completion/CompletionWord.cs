using System;
using System.Management.Automation;

namespace EcsTools.Pipeline.Completion;

/// <summary>The word at the cursor, and the results that can replace it.</summary>
internal static class CompletionWord
{
    /// <summary>The word without its opening quote.</summary>
    public static string Plain(string? word) => (word ?? "").Trim('\'', '"');

    public static bool Matches(string name, string? word)
    {
        var plain = Plain(word);
        return WildcardPattern.ContainsWildcardCharacters(plain)
            ? new WildcardPattern(plain, WildcardOptions.IgnoreCase).IsMatch(name)
            : name.StartsWith(plain, StringComparison.OrdinalIgnoreCase);
    }

    public static CompletionResult Result(string value, string toolTip)
    {
        var bare = value.Length > 0;
        foreach (var c in value)
        {
            bare &= char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or ':';
        }

        return new CompletionResult(
            bare ? value : "'" + value.Replace("'", "''") + "'",
            value,
            CompletionResultType.ParameterValue,
            toolTip.Length == 0 ? value : toolTip);
    }
}
