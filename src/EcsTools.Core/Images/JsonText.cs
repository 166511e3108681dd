using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools.Images;

/// <summary>JSON documents of an image, with an error that names the document where one cannot be read.</summary>
internal static class JsonText
{
    public static JsonObject ParseObject(byte[] bytes, string what)
        => Parse(bytes, what) as JsonObject ?? throw new InvalidDataException($"{what} is no JSON object.");

    public static JsonArray ParseArray(byte[] bytes, string what)
        => Parse(bytes, what) as JsonArray ?? throw new InvalidDataException($"{what} is no JSON array.");

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
