using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Logs;

/// <summary>
/// A filter pattern of CloudWatch Logs that consists of terms: <c>error timeout</c> (all of them), <c>?error ?fail</c> (any of them),
/// <c>"exactly this"</c>, <c>-debug</c> (lines without it). Letters must match in case. Source: the CloudWatch Logs user guide, "Filter
/// pattern syntax", unstructured log events.
/// </summary>
internal sealed class LogFilterTerms
{
    // A term is a run of letters, digits and _, or anything in quotes. Everything else makes the pattern more than a list of terms.
    private static readonly Regex Term = new(
        @"\G\s*(?<sign>[?-]?)(?:""(?<text>[^""]+)""|(?<text>[\w]+))(?=\s|$)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private readonly IReadOnlyList<string> _all;
    private readonly IReadOnlyList<string> _any;
    private readonly IReadOnlyList<string> _none;

    private LogFilterTerms(IReadOnlyList<string> all, IReadOnlyList<string> any, IReadOnlyList<string> none)
    {
        _all = all;
        _any = any;
        _none = none;
    }

    /// <summary>Reads a pattern; null if it is one for JSON, for columns or with a regular expression, or mixes kinds of terms.</summary>
    public static LogFilterTerms? TryParse(string pattern)
    {
        var matches = Term.Matches(pattern).Cast<Match>().ToList();
        if (matches.Count == 0 || pattern.Substring(matches[matches.Count - 1].Index + matches[matches.Count - 1].Length).Trim().Length > 0)
        {
            return null;
        }

        List<string> With(string sign) => matches.Where(match => match.Groups["sign"].Value == sign).Select(match => match.Groups["text"].Value).ToList();
        var terms = new LogFilterTerms(With(""), With("?"), With("-"));

        // CloudWatch Logs ignores optional terms beside others.
        return terms._any.Count > 0 && terms._any.Count < matches.Count ? null : terms;
    }

    /// <summary>Whether a line matches.</summary>
    public bool Match(string line)
    {
        bool Has(string term) => line.IndexOf(term, StringComparison.Ordinal) >= 0;
        return _all.All(Has) && !_none.Any(Has) && (_any.Count == 0 || _any.Any(Has));
    }
}
