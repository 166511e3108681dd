using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>
/// A filter pattern over lines of JSON: comparisons of members with a text (<c>*</c> stands for anything), a number, true, false or null, joined
/// by <c>&amp;&amp;</c> and <c>||</c>, such as <c>{ $.level = "error" &amp;&amp; $.code &gt; 499 }</c>. Brackets and IS, EXISTS and the like are refused.
/// </summary>
internal sealed class JsonLogFilter
{
    private static readonly Regex Comparison = new(
        "^\\$\\.(?<path>[\\w.-]+)\\s*(?<sign>!=|>=|<=|=|>|<)\\s*(?:\"(?<text>(?:[^\"\\\\]|\\\\.)*)\"|(?<word>[\\w.*+-]+))$", RegexOptions.CultureInvariant);

    private readonly Predicate<JsonElement> _test;

    /// <param name="pattern">The text between the braces.</param>
    public JsonLogFilter(string pattern)
    {
        var either = Split(pattern, "||").Select(part => Split(part, "&&").Select(Compare).ToList()).ToList();
        _test = line => either.Exists(all => all.TrueForAll(test => test(line)));
    }

    public bool Matches(string message)
    {
        try
        {
            using var line = JsonDocument.Parse(message);
            return line.RootElement.ValueKind == JsonValueKind.Object && _test(line.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The line is not JSON, or a string in it is not Unicode text.
            return false;
        }
    }

    /// <summary>The parts between the signs that are not within quotes.</summary>
    private static List<string> Split(string text, string sign)
    {
        var (parts, start, isQuoted) = (new List<string>(), 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            isQuoted ^= text[i] == '"';
            if (!isQuoted && string.CompareOrdinal(text, i, sign, 0, sign.Length) == 0)
            {
                parts.Add(text.Substring(start, i - start));
                start = i + sign.Length;
                i = start - 1;
            }
        }

        parts.Add(text.Substring(start));
        return parts;
    }

    private static Predicate<JsonElement> Compare(string condition)
    {
        var match = Comparison.Match(condition.Trim());
        if (!match.Success)
        {
            throw new AwsError("InvalidParameterException", $"Invalid filter pattern: the sandbox does not read '{condition.Trim()}'.");
        }

        var (sign, path) = (match.Groups["sign"].Value, match.Groups["path"].Value.Split('.'));
        var wanted = match.Groups["text"].Success ? match.Groups["text"].Value.Replace("\\\"", "\"") : match.Groups["word"].Value;
        return line => Find(line, path) is { } value && (sign switch
        {
            "=" => IsLike(value, wanted),
            "!=" => !IsLike(value, wanted),
            _ => IsOrdered(value, sign, wanted),
        });
    }

    private static JsonElement? Find(JsonElement line, string[] path)
    {
        var at = line;
        foreach (var name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                return null;
            }
        }

        return at;
    }

    private static bool IsLike(JsonElement value, string wanted)
        => Wildcard.IsMatch(wanted, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());

    private static bool IsOrdered(JsonElement value, string sign, string wanted)
    {
        if (value.ValueKind != JsonValueKind.Number || !double.TryParse(wanted, NumberStyles.Float, CultureInfo.InvariantCulture, out var limit))
        {
            return false;
        }

        var order = value.GetDouble().CompareTo(limit);
        return sign[0] == '>' ? order > 0 || (sign.Length > 1 && order == 0) : order < 0 || (sign.Length > 1 && order == 0);
    }
}
