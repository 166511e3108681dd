using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;

namespace EcsTools.Sandbox.Services.Logs;

/// <summary>
/// A filter pattern over messages of JSON, such as <c>{ $.level = "error" &amp;&amp; ($.code &gt; 499 || $.user.name NOT EXISTS) }</c>. A member that is an
/// array or an object fits no comparison.
/// </summary>
internal sealed class JsonLogFilter
{
    private readonly FilterReader _reader;
    private readonly Predicate<JsonElement> _test;

    /// <param name="pattern">The text between the braces.</param>
    public JsonLogFilter(string pattern)
    {
        _reader = new FilterReader(pattern);
        _test = _reader.Any(Condition);
        if (!_reader.IsAtEnd())
        {
            throw _reader.InvalidHere();
        }
    }

    public bool Matches(string message)
    {
        try
        {
            using var line = JsonDocument.Parse(message);
            return line.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array && _test(line.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The line is not JSON, or a string in it is not Unicode text.
            return false;
        }
    }

    private static bool IsNamePart(char letter) => FilterReader.IsWordPart(letter) || letter == '-';

    /// <summary>A value without quotes: a word, a number, an address, with stars.</summary>
    private static bool IsValuePart(char letter) => letter < 128 && (IsNamePart(letter) || letter is '.' or '*' or '+');

    private Predicate<JsonElement> Condition()
    {
        var path = Path();
        if (_reader.TakeWord("NOT"))
        {
            return _reader.TakeWord("EXISTS") ? line => Find(line, path) is null : throw FilterReader.Invalid();
        }

        if (_reader.TakeWord("IS"))
        {
            var wanted = _reader.TakeWord("NULL") ? JsonValueKind.Null
                : _reader.TakeWord("TRUE") ? JsonValueKind.True
                : _reader.TakeWord("FALSE") ? JsonValueKind.False
                : throw FilterReader.Invalid();
            return line => Find(line, path)?.ValueKind == wanted;
        }

        var sign = _reader.Sign();
        var value = _reader.Value(IsValuePart).For(sign);
        return line => Find(line, path) is { } found && Fits(found, sign, value);
    }

    private static bool Fits(JsonElement found, string sign, FilterValue value) => found.ValueKind switch
    {
        JsonValueKind.String => value.Fits(sign, found.GetString()!, null),
        JsonValueKind.Number => value.Fits(sign, found.GetRawText(), found.TryGetDouble(out var number) ? number : null),
        JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => value.Fits(sign, found.GetRawText(), null),
        _ => false,
    };

    /// <summary>The names and indexes of a selector: <c>$.users[0].id</c>, and <c>$.['a.b']</c> for a name with other characters.</summary>
    private List<string> Path()
    {
        var path = new List<string>();
        _reader.Require("$");
        while (true)
        {
            if (_reader.Take(".['") || _reader.Take("['"))
            {
                path.Add(_reader.Word(letter => letter != '\''));
                _reader.Require("']");
            }
            else if (_reader.Take("."))
            {
                path.Add(_reader.Word(IsNamePart));
            }
            else if (_reader.Take("["))
            {
                path.Add("[" + _reader.Word(letter => letter is >= '0' and <= '9'));
                _reader.Require("]");
            }
            else
            {
                return path.Count > 0 ? path : throw _reader.InvalidHere();
            }
        }
    }

    private static JsonElement? Find(JsonElement line, List<string> path)
    {
        var at = line;
        foreach (var step in path)
        {
            if (step[0] == '[')
            {
                if (at.ValueKind != JsonValueKind.Array
                    || !int.TryParse(step.Substring(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= at.GetArrayLength())
                {
                    return null;
                }

                at = at[index];
            }
            else if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
            {
                return null;
            }
        }

        return at;
    }
}
