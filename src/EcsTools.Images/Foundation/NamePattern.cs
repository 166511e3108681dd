using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace EcsTools;

/// <summary>A name with PowerShell's wildcards <c>*</c>, <c>?</c> and <c>[a-c]</c>. Upper and lower case are the same.</summary>
public sealed class NamePattern
{
    private static readonly char[] Wildcards = ['*', '?', '['];

    private readonly Regex _regex;

    /// <summary>Parses a pattern.</summary>
    /// <param name="pattern">A name, with or without wildcards.</param>
    public NamePattern(string pattern)
    {
        Text = pattern;
        var regex = new StringBuilder("^");
        for (var index = 0; index < pattern.Length; index++)
        {
            var close = pattern[index] == '[' ? pattern.IndexOf(']', index) : -1;
            if (close > index + 1)
            {
                regex.Append('[').Append(Regex.Escape(pattern.Substring(index + 1, close - index - 1))).Append(']');
                index = close;
            }
            else
            {
                regex.Append(pattern[index] switch { '*' => ".*", '?' => ".", var letter => Regex.Escape(letter.ToString()) });
            }
        }

        _regex = new Regex(regex.Append('$').ToString(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline);
    }

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>Whether a text contains a wildcard.</summary>
    /// <param name="text">The text.</param>
    public static bool HasWildcard(string text) => text.IndexOfAny(Wildcards) >= 0;

    /// <summary>Parses a list of names as patterns. Null or an empty list matches every name.</summary>
    /// <param name="names">The names, with or without wildcards.</param>
    public static IReadOnlyList<NamePattern> ParseAll(IEnumerable<string>? names)
    {
        var patterns = (names ?? []).Select(name => new NamePattern(name)).ToList();
        return patterns.Count > 0 ? patterns : [new NamePattern("*")];
    }

    /// <summary>Whether a name matches.</summary>
    /// <param name="name">The name.</param>
    public bool Matches(string name) => _regex.IsMatch(name);

    /// <summary>The text before the first wildcard. A service can filter by it.</summary>
    public string Prefix()
    {
        var wildcard = Text.IndexOfAny(Wildcards);
        return wildcard < 0 ? Text : Text.Substring(0, wildcard);
    }
}
