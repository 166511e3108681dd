using System;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Sandbox.Protocol;

/// <summary>Writes JSON as AWS does, and reads JSON that comes from outside.</summary>
internal static class JsonText
{
    /// <summary>The most levels of objects and arrays inside each other. Deeper ones would overflow the stack of a recursion.</summary>
    private const int Deepest = 64;

    // AWS does not escape characters beyond ASCII.
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] ToBytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Relaxed);

    /// <summary>Parses a text of limited depth, in which no object has a name twice and every string is Unicode text.</summary>
    /// <exception cref="JsonException">It is not such a text.</exception>
    public static JsonNode? Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>Parses bytes of limited depth, in which no object has a name twice and every string is Unicode text.</summary>
    /// <exception cref="JsonException">It is not such a text.</exception>
    public static JsonNode? Parse(byte[] bytes)
    {
        try
        {
            CheckTexts(bytes);
            var node = JsonNode.Parse(bytes, null, new JsonDocumentOptions { MaxDepth = Deepest });
            JsonNodeMaterializer.Materialize(node);
            return node;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new JsonException("An object has a name twice, or a string is not Unicode text.", e);
        }
    }

    /// <summary>Half a surrogate pair is found here. JsonNode reads a string only on its first use.</summary>
    private static void CheckTexts(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Deepest });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                reader.GetString();
            }
        }
    }
}
