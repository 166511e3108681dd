using System;
using System.Text;
using System.Text.Json;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Events;

/// <summary>
/// Checks an event pattern: objects of objects or arrays, and in the arrays values or tests. Source: "Comparison operators for use in event patterns" of the
/// EventBridge user guide. The texts are those of AWS, with the place that it names.
/// </summary>
internal ref struct EventPattern
{
    /// <summary>AWS quotes this many characters of the pattern.</summary>
    private const int Quoted = 500;

    private const string Or = "$or";

    private readonly string _text;
    private readonly byte[] _bytes;
    private Utf8JsonReader _reader;
    private bool _textTaken;

    private EventPattern(string text)
    {
        _text = text;
        _bytes = Encoding.UTF8.GetBytes(text);
        _reader = new Utf8JsonReader(_bytes);
    }

    /// <exception cref="AwsError">InvalidEventPatternException.</exception>
    public static void Check(string text)
    {
        var pattern = new EventPattern(text);
        try
        {
            if (pattern.Next() != JsonTokenType.StartObject)
            {
                throw pattern.Wrong("Filter is not an object");
            }

            pattern.CheckObject();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, too deep, or a text that is not Unicode.
            throw pattern.Wrong(pattern.Unreadable());
        }
    }

    internal JsonTokenType Next()
    {
        _textTaken = false;
        return _reader.Read() ? _reader.TokenType : throw new JsonException();
    }

    internal string Text()
    {
        _textTaken = true;
        return _reader.GetString()!;
    }

    internal double Number() => _reader.GetDouble();

    internal readonly AwsError Wrong(string reason, bool hasPlace = true)
        => new("InvalidEventPatternException", "Event pattern is not valid. Reason: " + reason + (hasPlace ? Place() : ""));

    private readonly string Place()
    {
        var before = Encoding.UTF8.GetString(_bytes, 0, End());
        var line = before.LastIndexOf('\n');
        var source = _text.Length <= Quoted ? $"\"{_text}\"" : $"\"{_text.Substring(0, Quoted)}\"[truncated {_text.Length - Quoted} chars]";
        return $"\n at [Source: (String){source}; line: {before.Split('\n').Length}, column: {before.Length - line}]";
    }

    /// <summary>
    /// How far AWS has read: to the end of the token, but only past the opening quote of a text that it did not need, and after a name to the value.
    /// </summary>
    private readonly int End()
    {
        var reader = _reader;
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            try
            {
                reader.Read();
            }
            catch (JsonException)
            {
                return (int)reader.BytesConsumed;
            }
        }

        var isOpen = reader.TokenType == JsonTokenType.String && !(_textTaken && _reader.TokenType == JsonTokenType.String);
        return (int)(isOpen ? reader.TokenStartIndex + 1 : reader.BytesConsumed);
    }

    /// <summary>What is wrong with the text where it is not JSON.</summary>
    private readonly string Unreadable()
    {
        var at = (int)_reader.BytesConsumed;
        var rest = Encoding.UTF8.GetString(_bytes, at, _bytes.Length - at).TrimStart(' ', '\t', '\r', '\n', ',', ':');
        var word = 0;
        while (word < rest.Length && (char.IsLetterOrDigit(rest[word]) || rest[word] == '_'))
        {
            word++;
        }

        return rest.Length == 0 ? "Unexpected end-of-input: expected close marker for Object"
            : word > 0 ? $"Unrecognized token '{rest.Substring(0, word)}': "
                + "was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
            : $"Unexpected character ('{rest[0]}' (code {(int)rest[0]})): was expecting a valid JSON value or member";
    }

    private void CheckObject()
    {
        var isEmpty = true;
        for (; Next() != JsonTokenType.EndObject; isEmpty = false)
        {
            var name = Text();
            var token = Next();
            if (name == Or && token == JsonTokenType.StartArray)
            {
                CheckOr();
            }
            else if (token == JsonTokenType.StartObject)
            {
                CheckObject();
            }
            else if (token == JsonTokenType.StartArray)
            {
                CheckValues();
            }
            else
            {
                throw Wrong(name == Or ? "It must be an Array followed with $or." : $"\"{name}\" must be an object or an array");
            }
        }

        if (isEmpty)
        {
            throw Wrong("Empty objects are not allowed");
        }
    }

    private void CheckOr()
    {
        var count = 0;
        for (; Next() is var token && token != JsonTokenType.EndArray; count++)
        {
            if (token != JsonTokenType.StartObject)
            {
                throw Wrong("Only JSON object is allowed in array of $or relationship.");
            }

            CheckObject();
        }

        if (count < 2)
        {
            throw Wrong("There must have at least 2 Objects in $or relationship.");
        }
    }

    private void CheckValues()
    {
        var isEmpty = true;
        for (; Next() is var token && token != JsonTokenType.EndArray; isEmpty = false)
        {
            if (token == JsonTokenType.StartObject)
            {
                EventTest.Check(ref this);
            }
            else if (token == JsonTokenType.StartArray)
            {
                throw Wrong("Match value must be String, number, true, false, or null");
            }
        }

        if (isEmpty)
        {
            throw Wrong("Empty arrays are not allowed");
        }
    }
}
