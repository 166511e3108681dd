using System;
using System.Text;
using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Balancing.Routing;

/// <summary>
/// A regular expression of a rule. It is found anywhere in the text, unless it has anchors. Its time is linear in the text where the runtime can, and limited
/// elsewhere: a client must not be able to hold a processor with a long path.
/// </summary>
internal sealed class RuleRegex
{
    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(250);
    private readonly Regex _regex;

    public RuleRegex(string pattern, bool ignoreCase)
    {
        _regex = Compile(pattern, ignoreCase);
    }

    /// <summary>What is wrong with an expression, or null: its syntax, or what a load balancer does not have.</summary>
    public static string? Problem(string pattern)
    {
        if (Unsupported(pattern) is { } unsupported)
        {
            return $"The regular expression '{pattern}' has {unsupported}, which load balancers do not support.";
        }

        try
        {
            Compile(pattern, false);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return $"The regular expression '{pattern}' is not valid: {e.Message}";
        }
    }

    public bool IsMatch(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>The text with its first match replaced, in which $1 to $9 are groups; null if nothing matches.</summary>
    public string? Replace(string text, string replacement)
    {
        try
        {
            var match = _regex.Match(text);
            return match.Success
                ? text.Substring(0, match.Index) + Expand(match, replacement) + text.Substring(match.Index + match.Length)
                : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static string Expand(Match match, string replacement)
    {
        var text = new StringBuilder();
        for (var i = 0; i < replacement.Length; i++)
        {
            if (replacement[i] == '$' && i + 1 < replacement.Length && replacement[i + 1] is >= '0' and <= '9')
            {
                text.Append(match.Groups[replacement[++i] - '0'].Value);
            }
            else
            {
                text.Append(replacement[i]);
            }
        }

        return text.ToString();
    }

    private static Regex Compile(string pattern, bool ignoreCase)
    {
        var options = RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None);
#if !NETSTANDARD2_0
        options |= RegexOptions.NonBacktracking;
#endif
        return new Regex(pattern, options, MostTime);
    }

    /// <summary>The name of the first thing in an expression that load balancers do not have.</summary>
    private static string? Unsupported(string pattern)
    {
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            var next = i + 1 < pattern.Length ? pattern[i + 1] : '\0';
            if (pattern[i] == '\\')
            {
                if (Escape(next, inClass) is { } escape)
                {
                    return escape;
                }

                i++;
            }
            else if (inClass || pattern[i] == '[')
            {
                inClass = pattern[i] != ']';
            }
            else if (pattern[i] == '(' && next == '?' && Group(pattern.Substring(i + 2)) is { } group)
            {
                return group;
            }
            else if (pattern[i] is '*' or '+' or '?' or '}' && next == '+')
            {
                return "a possessive quantifier";
            }
        }

        return null;
    }

    private static string? Escape(char letter, bool inClass) => letter switch
    {
        >= '1' and <= '9' or 'k' when !inClass => "a backreference",
        'p' or 'P' => "a Unicode character class",
        _ => null,
    };

    private static string? Group(string rest)
    {
        if (rest.Length == 0)
        {
            return null;
        }

        return rest[0] switch
        {
            '=' or '!' => "a lookahead",
            '<' when rest.Length > 1 && rest[1] is '=' or '!' => "a lookbehind",
            '>' => "an atomic group",
            '(' => "a condition",
            'R' or '&' or (>= '0' and <= '9') => "a recursion",
            _ => null,
        };
    }
}
