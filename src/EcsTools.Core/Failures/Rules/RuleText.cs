using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Failures.Rules;

/// <summary>Parts of sentences.</summary>
internal static class RuleText
{
    /// <summary>
    /// The reason that contains <paramref name="word"/>, without that word at its start; the first reason if none contains it.
    /// </summary>
    public static string Said(FailureEvidence evidence, string word)
    {
        var reason = evidence.Reasons.FirstOrDefault(candidate => candidate.IndexOf(word, System.StringComparison.OrdinalIgnoreCase) >= 0)
            ?? evidence.Reasons.FirstOrDefault()
            ?? evidence.StopCode
            ?? "no reason was given";
        var at = reason.IndexOf(word + ":", System.StringComparison.OrdinalIgnoreCase);
        return End(at == 0 ? reason.Substring(word.Length + 1).Trim() : reason);
    }

    /// <summary>The text with exactly one full stop at the end.</summary>
    public static string End(string text) => text.TrimEnd('.', ' ', '\n') + ".";

    public static string Words(IReadOnlyList<string> command)
        => string.Join(" ", command.Select(word => word.Contains(' ') ? $"'{word}'" : word));
}
