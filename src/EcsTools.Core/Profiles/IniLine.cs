using System;
using System.Collections.Generic;

namespace EcsTools.Profiles;

/// <summary>The kind of a line in an ini file.</summary>
internal enum IniLineKind
{
    Blank,
    Comment,
    Section,
    Option,

    /// <summary>Continues the value above: the line is indented more than its option.</summary>
    Continuation,

    /// <summary>No reader accepts it; kept as it is.</summary>
    Unknown,
}

/// <summary>One line of an ini file.</summary>
/// <param name="Kind">The kind of the line.</param>
/// <param name="Text">The line without its line ending.</param>
/// <param name="Ending">Its line ending; empty if it is the last line and has none.</param>
/// <param name="Name">Section name, or option key in lower case.</param>
/// <param name="Value">Option value, without the lines that continue it.</param>
internal sealed record IniLine(IniLineKind Kind, string Text, string Ending, string Name = "", string Value = "")
{
    private static readonly char[] Delimiters = { '=', ':' };
    private static readonly char[] LineEnds = { '\r', '\n' };

    // Not char.IsWhiteSpace: each byte is one character here, and 0x85 or 0xA0 may be part of a letter.
    private static readonly char[] Spaces = { ' ', '\t', '\f', '\v' };

    /// <summary>Whether the CLI treats the line as a setting when it looks for the last one. A commented-out setting counts.</summary>
    public bool LooksLikeSetting
        => Kind is IniLineKind.Option or IniLineKind.Continuation
            || (Kind is IniLineKind.Comment or IniLineKind.Unknown && Text.IndexOfAny(Delimiters, 1) > 0);

    public static IniLine Header(string name, string ending) => new(IniLineKind.Section, $"[{name}]", ending, name);

    public static IniLine Option(string key, string value, string ending)
        => new(IniLineKind.Option, $"{key} = {value}", ending, key, value);

    public static List<IniLine> ParseAll(string text)
    {
        var lines = new List<IniLine>();
        var indent = int.MaxValue;
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOfAny(LineEnds, start);
            var next = end < 0 ? text.Length : end + (text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? 2 : 1);
            end = end < 0 ? text.Length : end;
            var line = Parse(text.Substring(start, end - start), text.Substring(end, next - end), ref indent);
            lines.Add(line);
            start = next;
        }

        return lines;
    }

    /// <param name="text">The line.</param>
    /// <param name="ending">Its line ending.</param>
    /// <param name="indent">Indentation of the option whose value may continue. No line has an indentation above MaxValue.</param>
    private static IniLine Parse(string text, string ending, ref int indent)
    {
        var content = text.Trim(Spaces);
        if (content.Length == 0)
        {
            return new IniLine(IniLineKind.Blank, text, ending);
        }

        if (content[0] is '#' or ';')
        {
            return new IniLine(IniLineKind.Comment, text, ending);
        }

        var depth = text.Length - text.TrimStart(Spaces).Length;
        if (depth > indent)
        {
            return new IniLine(IniLineKind.Continuation, text, ending);
        }

        var close = content.LastIndexOf(']');
        if (content[0] == '[' && close > 1)
        {
            indent = int.MaxValue;
            return new IniLine(IniLineKind.Section, text, ending, content.Substring(1, close - 1));
        }

        indent = depth;
        var split = content.IndexOfAny(Delimiters);
        return split <= 0
            ? new IniLine(IniLineKind.Unknown, text, ending)
            : new IniLine(
                IniLineKind.Option,
                text,
                ending,
                content.Substring(0, split).TrimEnd(Spaces).ToLowerInvariant(),
                content.Substring(split + 1).TrimStart(Spaces));
    }
}
