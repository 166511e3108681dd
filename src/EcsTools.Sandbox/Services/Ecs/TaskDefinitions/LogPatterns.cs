using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Services.Ecs.TaskDefinitions;

/// <summary>The patterns with which the awslogs driver finds the beginning of a log event. They are of the language RE2.</summary>
internal static class LogPatterns
{
    // A pattern comes from outside: one that takes long matches nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    /// <summary>What .NET has and RE2 does not: lookarounds, atomic groups, conditions and references to groups.</summary>
    private static readonly Regex NotInRe2 = new(
        @"(?<!\\)(?:\\\\)*(?:\(\?(?:[=!>(]|<[=!])|\\[1-9]|\\k<)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The regular expression of each code of a datetime format.</summary>
    private static readonly Dictionary<char, string> Codes = new()
    {
        ['a'] = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)",
        ['A'] = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)",
        ['b'] = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)",
        ['B'] = "(?:January|February|March|April|May|June|July|August|September|October|November|December)",
        ['d'] = "(?:0[1-9]|[12][0-9]|3[01])",
        ['f'] = "[0-9]{6}",
        ['H'] = "(?:[01][0-9]|2[0-3])",
        ['I'] = "(?:0[0-9]|1[0-2])",
        ['j'] = "(?:[0-2][0-9][0-9]|3[0-5][0-9]|36[0-6])",
        ['L'] = @"\.[0-9]{3}",
        ['m'] = "(?:0[1-9]|1[0-2])",
        ['M'] = "[0-5][0-9]",
        ['p'] = "[AP]M",
        ['S'] = "[0-5][0-9]",
        ['w'] = "[0-6]",
        ['y'] = "[0-9]{2}",
        ['Y'] = "[0-9]{4}",
        ['z'] = "[+-][0-9]{4}",
        ['Z'] = "[A-Z]{1,4}T",
    };

    /// <summary>The pattern of a format such as <c>%Y-%m-%d %H:%M:%S</c>. What is not a code stays a part of a regular expression, as in the driver.</summary>
    public static string OfDatetime(string format)
    {
        var pattern = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] == '%' && i + 1 < format.Length && Codes.TryGetValue(format[i + 1], out var code))
            {
                pattern.Append(code);
                i++;
            }
            else
            {
                pattern.Append(format[i]);
            }
        }

        return pattern.ToString();
    }

    /// <exception cref="FormatException">The pattern is not a regular expression that the driver can read.</exception>
    public static Regex Parse(string pattern)
    {
        if (NotInRe2.Match(pattern) is { Success: true } foreign)
        {
            throw new FormatException($"invalid or unsupported Perl syntax: `{foreign.Value}`");
        }

        try
        {
            return new Regex(pattern.Replace("(?P<", "(?<"), RegexOptions.CultureInvariant, Patience);
        }
        catch (ArgumentException wrong)
        {
            throw new FormatException(wrong.Message, wrong);
        }
    }
}
