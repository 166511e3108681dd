using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>
/// A filter pattern: of terms, of members of JSON (<see cref="JsonLogFilter"/>), or of columns (<see cref="ColumnLogFilter"/>). Source: "Filter pattern syntax"
/// of the CloudWatch Logs user guide. Every pattern takes time in proportion to the message.
/// </summary>
internal sealed class LogFilter
{
    private readonly Predicate<string> _matches;

    /// <exception cref="AwsError">InvalidParameterException.</exception>
    public LogFilter(string? pattern)
    {
        var text = (pattern ?? "").Trim();
        _matches = Inside(text, '{', '}') is { } json ? new JsonLogFilter(json).Matches
            : Inside(text, '[', ']') is { } columns ? new ColumnLogFilter(columns).Matches
            : Terms(new FilterReader(text));
    }

    public bool Matches(string message) => _matches(message);

    private static string? Inside(string text, char first, char last)
    {
        if (text.Length == 0 || text[0] != first)
        {
            return null;
        }

        return text.Length > 1 && text[text.Length - 1] == last
            ? text.Substring(1, text.Length - 2)
            : throw new AwsError("InvalidParameterException", $"If a filter pattern starts with '{first}' it must end with '{last}'");
    }

    /// <summary>All of the plain terms, at least one of those with a question mark, and none of those with a minus.</summary>
    private static Predicate<string> Terms(FilterReader reader)
    {
        var (all, any, none) = (new List<FilterValue>(), new List<FilterValue>(), new List<FilterValue>());
        while (!reader.IsAtEnd())
        {
            var list = reader.Take("?") ? any : reader.Take("-") ? none : all;
            list.Add(reader.Value(FilterReader.IsWordPart));
        }

        return message => all.TrueForAll(term => term.IsIn(message))
            && (any.Count == 0 || any.Any(term => term.IsIn(message)))
            && !none.Any(term => term.IsIn(message));
    }
}
