using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>Takes a JSON body into the model's member names. Members the model lacks are passed over, as AWS does.</summary>
internal static class JsonShapeReader
{
    /// <summary>Parses a body; an empty one is an empty object.</summary>
    public static JsonNode Parse(byte[] body)
    {
        if (body.Length == 0)
        {
            return new JsonObject();
        }

        try
        {
            return JsonText.Parse(body) ?? new JsonObject();
        }
        catch (JsonException)
        {
            throw new AwsError("SerializationException", "Unable to parse the request body as JSON.");
        }
    }

    public static JsonObject ReadStructure(Shape shape, JsonNode node)
    {
        if (node is not JsonObject source)
        {
            throw Unexpected(node, "structure");
        }

        var target = new JsonObject();
        foreach (var member in shape.Members)
        {
            if (member.Location is null && source[member.WireName] is { } value)
            {
                target[member.Name] = Read(member.Shape, value);
            }
        }

        return target;
    }

    public static JsonNode Read(Shape shape, JsonNode node) => shape.Kind switch
    {
        ShapeKind.Structure => shape.IsDocument ? node.DeepClone() : ReadStructure(shape, node),
        ShapeKind.List => ReadList(shape, node),
        ShapeKind.Map => ReadMap(shape, node),
        ShapeKind.Integer => ReadInteger(node),
        ShapeKind.Float when KindOf(node) == JsonValueKind.Number => node.DeepClone(),
        ShapeKind.Float => throw Unexpected(node, "Double"),
        ShapeKind.Boolean when KindOf(node) is JsonValueKind.True or JsonValueKind.False => node.DeepClone(),
        ShapeKind.Boolean => throw Unexpected(node, "Boolean"),
        ShapeKind.Timestamp => ReadTimestamp(node),
        ShapeKind.Blob => ReadBlob(node),
        _ => KindOf(node) == JsonValueKind.String ? node.DeepClone() : throw Unexpected(node, "String"),
    };

    private static JsonArray ReadList(Shape shape, JsonNode node)
    {
        if (node is not JsonArray source)
        {
            throw Unexpected(node, "list");
        }

        var element = shape.Element.Shape;
        var target = new JsonArray();
        foreach (var item in source)
        {
            if (item is not null)
            {
                target.Add(Read(element, item));
            }
        }

        return target;
    }

    private static JsonObject ReadMap(Shape shape, JsonNode node)
    {
        if (node is not JsonObject source)
        {
            throw Unexpected(node, "map");
        }

        var value = shape.Value.Shape;
        var target = new JsonObject();
        foreach (KeyValuePair<string, JsonNode?> pair in source)
        {
            if (pair.Value is not null)
            {
                target[pair.Key] = Read(value, pair.Value);
            }
        }

        return target;
    }

    private static JsonValue ReadInteger(JsonNode node)
    {
        if (KindOf(node) != JsonValueKind.Number)
        {
            throw Unexpected(node, "Integer");
        }

        var number = node.GetValue<JsonElement>();
        return number.TryGetInt64(out var integer)
            ? JsonValue.Create(integer)
            : throw new AwsError("SerializationException", "FLOAT_VALUE can not be converted to an Integer");
    }

    private static JsonValue ReadTimestamp(JsonNode node) => KindOf(node) switch
    {
        JsonValueKind.Number => JsonValue.Create(node.GetValue<JsonElement>().GetDouble()),
        JsonValueKind.String => JsonValue.Create(AwsTime.FromText((string)node!) ?? throw Unexpected(node, "Timestamp")),
        _ => throw Unexpected(node, "Timestamp"),
    };

    private static JsonNode ReadBlob(JsonNode node)
    {
        if (KindOf(node) != JsonValueKind.String)
        {
            throw Unexpected(node, "Blob");
        }

        try
        {
            Convert.FromBase64String((string)node!);
        }
        catch (FormatException)
        {
            throw new AwsError("SerializationException", "A blob is not base64.");
        }

        return node.DeepClone();
    }

    private static JsonValueKind KindOf(JsonNode node) => node.GetValueKind();

    private static AwsError Unexpected(JsonNode node, string wanted) => KindOf(node) switch
    {
        JsonValueKind.Array => new AwsError("SerializationException", "Start of list found where not expected"),
        JsonValueKind.Object => new AwsError("SerializationException", "Start of structure or map found where not expected."),
        JsonValueKind.String => new AwsError("SerializationException", $"STRING_VALUE can not be converted to {Article(wanted)}"),
        JsonValueKind.Number => new AwsError("SerializationException", $"NUMBER_VALUE can not be converted to {Article(wanted)}"),
        var kind => new AwsError("SerializationException", $"{kind.ToString().ToUpperInvariant()}_VALUE can not be converted to {Article(wanted)}"),
    };

    private static string Article(string noun) => (noun == "Integer" ? "an " : "a ") + noun;
}
