using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>
/// A filter pattern of terms: all of the plain ones, at least one of those with a question mark, none of those with a minus;
/// <c>"a phrase"</c> in quotes, <c>%a regular expression%</c> between percent signs. Over JSON: <see cref="JsonLogFilter"/>; patterns over columns are refused.
/// </summary>
internal sealed class LogFilter
{
    /// <summary>How long a regular expression may take for one line.</summary>
    private static readonly TimeSpan LongestMatch = TimeSpan.FromSeconds(0.1);

    private readonly List<Predicate<string>> _all = new();
    private readonly List<Predicate<string>> _any = new();
    private readonly List<Predicate<string>> _none = new();
    private readonly JsonLogFilter? _json;

    public LogFilter(string? pattern)
    {
        var text = (pattern ?? "").Trim();
        if (text.Length > 1 && text[0] == '{' && text[text.Length - 1] == '}')
        {
            _json = new JsonLogFilter(text.Substring(1, text.Length - 2));
            return;
        }

        if (text.StartsWith("{", StringComparison.Ordinal) || text.StartsWith("[", StringComparison.Ordinal))
        {
            throw new AwsError("InvalidParameterException", "Invalid filter pattern: the sandbox reads patterns of terms and of JSON.");
        }

        foreach (Match term in Regex.Matches(text, "([?-]?)(\"(?:[^\"\\\\]|\\\\.)*\"|%[^%]*%|[^\\s\"]+)"))
        {
            var list = term.Groups[1].Value switch { "?" => _any, "-" => _none, _ => _all };
            list.Add(Test(term.Groups[2].Value));
        }
    }

    public bool Matches(string message)
        => _json is not null ? _json.Matches(message) : _all.TrueForAll(test => test(message))
            && (_any.Count == 0 || _any.Any(test => test(message)))
            && !_none.Any(test => test(message));

    private static Predicate<string> Test(string term)
    {
        if (term.Length > 1 && term[0] == '%' && term[term.Length - 1] == '%')
        {
            try
            {
                var regex = new Regex(term.Trim('%'), RegexOptions.CultureInvariant, LongestMatch);
                return message => regex.IsMatch(message);
            }
            catch (ArgumentException)
            {
                throw new AwsError("InvalidParameterException", "Invalid filter pattern: a regular expression in it cannot be read.");
            }
        }

        var words = term[0] == '"' ? term.Substring(1, term.Length - 2).Replace("\\\"", "\"") : term;
        return message => message.IndexOf(words, StringComparison.Ordinal) >= 0;
    }
}
