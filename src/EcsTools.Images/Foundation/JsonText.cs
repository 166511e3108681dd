using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools;

/// <summary>Reads JSON documents from outside. The error of a document that cannot be read names it.</summary>
public static class JsonText
{
    /// <summary>Parses a document that must be an object.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="what">What it is, for the error.</param>
    /// <exception cref="InvalidDataException">It is not valid JSON, or not an object.</exception>
    public static JsonObject ParseObject(byte[] bytes, string what)
        => Parse(bytes, what) as JsonObject ?? throw new InvalidDataException($"{what} is not a JSON object.");

    /// <summary>Parses a document that must be an array.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="what">What it is, for the error.</param>
    /// <exception cref="InvalidDataException">It is not valid JSON, or not an array.</exception>
    public static JsonArray ParseArray(byte[] bytes, string what)
        => Parse(bytes, what) as JsonArray ?? throw new InvalidDataException($"{what} is not a JSON array.");

    /// <summary>Reads a member that must be there and be a string.</summary>
    /// <param name="node">The member.</param>
    /// <param name="what">What it is, for the error.</param>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    public static string Text(JsonNode? node, string what)
        => node?.GetValue<string>() ?? throw new InvalidDataException($"{what} is missing.");

    private static JsonNode? Parse(byte[] bytes, string what)
    {
        try
        {
            return JsonNode.Parse(bytes);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{what} is not valid JSON: {e.Message}", e);
        }
    }
}
