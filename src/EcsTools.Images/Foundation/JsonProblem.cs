using System;
using System.Text;
using System.Text.Json;

namespace EcsTools;

/// <summary>Says why a text is not JSON, and where. The messages of the framework count lines from 0 and columns in bytes.</summary>
public static class JsonProblem
{
    /// <summary>The byte order mark of UTF-8, which some editors and Windows PowerShell write before the text.</summary>
    private static readonly byte[] Mark = { 0xef, 0xbb, 0xbf };

    /// <summary>The text without a byte order mark.</summary>
    /// <param name="text">The text in UTF-8.</param>
    public static byte[] WithoutMark(byte[] text) => text.AsSpan().StartsWith(Mark) ? text.AsSpan(Mark.Length).ToArray() : text;

    /// <summary>What is wrong, as a clause such as <c>is not valid JSON at line 3, column 5: '}' is not expected here</c>.</summary>
    /// <param name="text">The text in UTF-8, without a byte order mark.</param>
    /// <param name="problem">The error of the framework's reader.</param>
    public static string Describe(byte[] text, JsonException problem)
    {
        if (text.Length == 0)
        {
            return "is empty";
        }

        if (IsUtf16(text))
        {
            return "is not valid JSON: it is written in UTF-16, not in UTF-8";
        }

        var start = LineStart(text, problem.LineNumber ?? 0);
        var offset = (int)Math.Min(text.Length, start + (problem.BytePositionInLine ?? 0));
        if (Array.FindIndex(text, offset, value => value is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) < 0)
        {
            return $"is not valid JSON: it ends early, at {Place(text, text.Length)}";
        }

        if (problem.Message.Contains("depth"))
        {
            return $"is nested too deep at {Place(text, offset)}";
        }

        // Where a word or a number is wrong, the framework names the place behind its first wrong character, or the start of the word.
        return $"is not valid JSON at {Place(text, offset)}: {Character(text, offset)} is not expected here";
    }

    /// <summary>The place of a byte, as <c>line 3, column 5</c>. Columns are characters.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="offset">The offset of the byte.</param>
    public static string Place(byte[] text, long offset)
    {
        var before = text.AsSpan(0, (int)Math.Min(text.Length, offset));
        var line = 1;
        var start = 0;
        for (var i = 0; i < before.Length; i++)
        {
            if (before[i] == '\n')
            {
                line++;
                start = i + 1;
            }
        }

        return $"line {line}, column {Encoding.UTF8.GetCharCount(text, start, before.Length - start) + 1}";
    }

    private static bool IsUtf16(byte[] text)
        => text.Length >= 2 && ((text[0] == 0xff && text[1] == 0xfe) || (text[0] == 0xfe && text[1] == 0xff) || text[0] == 0 || text[1] == 0);

    private static long LineStart(byte[] text, long line)
    {
        var start = 0;
        for (; line > 0; line--)
        {
            var end = Array.IndexOf(text, (byte)'\n', start);
            if (end < 0)
            {
                break;
            }

            start = end + 1;
        }

        return start;
    }

    private static string Character(byte[] text, int offset)
    {
        var length = Math.Min(4, text.Length - offset);
        var first = Encoding.UTF8.GetString(text, offset, length);
        var shown = char.IsHighSurrogate(first[0]) && first.Length > 1 ? first.Substring(0, 2) : first.Substring(0, 1);
        return char.IsControl(first[0]) || first[0] == '\uFFFD' ? $"the byte 0x{text[offset]:X2}" : $"'{shown}'";
    }
}
