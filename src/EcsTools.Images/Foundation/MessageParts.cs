using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools;

/// <summary>
/// The message of an error that has several parts: each is on its own line, and begins with a mark. In a script, PowerShell shows a message as one
/// paragraph without its line breaks, and then only the marks keep the parts apart.
/// </summary>
public static class MessageParts
{
    private const string Mark = "- ";
    private const string QuoteMark = "  | ";

    /// <summary>Joins the parts.</summary>
    /// <param name="first">The first line, which says what is wrong.</param>
    /// <param name="parts">What follows, each on its own line. A part may have several lines itself.</param>
    public static string Join(string first, IEnumerable<string> parts)
        => string.Join(Environment.NewLine, parts.SelectMany(Lines).Prepend(first));

    /// <summary>A part that quotes lines of something else, such as a log.</summary>
    /// <param name="heading">What the lines are.</param>
    /// <param name="lines">The lines.</param>
    public static string Quote(string heading, IEnumerable<string> lines)
        => string.Join(Environment.NewLine, lines.Select(line => QuoteMark + line).Prepend(heading));

    private static IEnumerable<string> Lines(string part)
        => part.Split('\n').Select(line => line.TrimEnd('\r')).Select(line => line.StartsWith(QuoteMark, StringComparison.Ordinal) ? line : Mark + line);
}
