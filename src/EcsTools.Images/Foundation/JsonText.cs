using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EcsTools;

/// <summary>
/// Reads JSON documents that EcsTools did not write. Every problem is a <see cref="MalformedContentException"/> that names the document and the
/// member. A document is limited in size and depth. No object in it may have two members of the same name, because readers differ on which of them
/// counts.
/// </summary>
public static class JsonText
{
    /// <summary>The largest manifest or index to read. Source: the OCI distribution specification, "Pushing Manifests".</summary>
    public const int LongestManifest = 4 << 20;

    /// <summary>The largest other document to read, such as the config of an image.</summary>
    public const int LongestDocument = 16 << 20;

    /// <summary>The most levels of objects and arrays inside each other. Manifests and configs have fewer than ten.</summary>
    private const int Deepest = 64;

    /// <summary>Parses a document that must be an object.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="what">What it is, for the error, such as <c>the manifest of web</c>.</param>
    /// <param name="longest">The most bytes it may have.</param>
    /// <exception cref="MalformedContentException">It is too large, is not valid JSON, or is not an object.</exception>
    public static JsonObject ParseObject(byte[] bytes, string what, int longest = LongestDocument)
        => Parse(bytes, what, longest) as JsonObject ?? throw new MalformedContentException($"{what} is not a JSON object");

    /// <summary>Parses a document that must be an array.</summary>
    /// <param name="bytes">The document.</param>
    /// <param name="what">What it is, for the error.</param>
    /// <param name="longest">The most bytes it may have.</param>
    /// <exception cref="MalformedContentException">It is too large, is not valid JSON, or is not an array.</exception>
    public static JsonArray ParseArray(byte[] bytes, string what, int longest = LongestDocument)
        => Parse(bytes, what, longest) as JsonArray ?? throw new MalformedContentException($"{what} is not a JSON array");

    /// <summary>Reads a member that must be present and be a string.</summary>
    /// <param name="json">The object.</param>
    /// <param name="member">Name of the member.</param>
    /// <param name="what">What the object is, for the error.</param>
    /// <exception cref="MalformedContentException">It is missing or is not a string.</exception>
    public static string Text(JsonObject json, string member, string what)
        => OptionalText(json, member, what) ?? throw Missing(member, what);

    /// <summary>Reads a member that is a string; null if it is missing or null.</summary>
    /// <param name="json">The object, or null.</param>
    /// <param name="member">Name of the member.</param>
    /// <param name="what">What the object is, for the error.</param>
    /// <exception cref="MalformedContentException">It is not a string.</exception>
    public static string? OptionalText(JsonObject? json, string member, string what)
        => json?[member] is { } node ? TextOf(node) ?? throw Wrong(member, what, "a string") : null;

    /// <summary>Reads a member that must be present and be a number without a fraction.</summary>
    /// <param name="json">The object.</param>
    /// <param name="member">Name of the member.</param>
    /// <param name="what">What the object is, for the error.</param>
    /// <exception cref="MalformedContentException">It is missing or is not such a number.</exception>
    public static long Number(JsonObject json, string member, string what)
    {
        var node = json[member] ?? throw Missing(member, what);
        return node is JsonValue value && value.TryGetValue<long>(out var number) ? number : throw Wrong(member, what, "a whole number");
    }

    /// <summary>Reads a member that is an object; null if it is missing or null.</summary>
    /// <param name="json">The object that has the member.</param>
    /// <param name="member">Name of the member.</param>
    /// <param name="what">What the object is, for the error.</param>
    /// <exception cref="MalformedContentException">It is not an object.</exception>
    public static JsonObject? OptionalObject(JsonObject json, string member, string what)
        => json[member] is { } node ? node as JsonObject ?? throw Wrong(member, what, "an object") : null;

    /// <summary>Reads a member that is an array of objects; empty if it is missing or null.</summary>
    /// <param name="json">The object that has the member.</param>
    /// <param name="member">Name of the member.</param>
    /// <param name="what">What the object is, for the error.</param>
    /// <param name="most">The most elements it may have.</param>
    /// <exception cref="MalformedContentException">It is not such an array, or has too many elements.</exception>
    public static IReadOnlyList<JsonObject> Objects(JsonObject json, string member, string what, int most)
        => Elements(json, member, what, most)
            .Select(node => node as JsonObject ?? throw Wrong(member, what, "an array of objects")).ToList();

    /// <summary>Reads a member that is an array of strings; empty if it is missing or null.</summary>
    /// <param name="json">The object that has the member.</param>
    /// <param name="member">Name of the member.</param>
    /// <param name="what">What the object is, for the error.</param>
    /// <param name="most">The most elements it may have.</param>
    /// <exception cref="MalformedContentException">It is not such an array, or has too many elements.</exception>
    public static IReadOnlyList<string> Texts(JsonObject json, string member, string what, int most)
        => Elements(json, member, what, most)
            .Select(node => TextOf(node) ?? throw Wrong(member, what, "an array of strings")).ToList();

    /// <summary>The text of a node; null if it is not a string, or has characters that are not Unicode.</summary>
    /// <param name="node">The node, or null.</param>
    public static string? TextOf(JsonNode? node)
    {
        try
        {
            return node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are not UTF-8.
            return null;
        }
    }

    private static JsonArray Elements(JsonObject json, string member, string what, int most)
    {
        var elements = json[member] is { } node ? node as JsonArray ?? throw Wrong(member, what, "an array") : [];
        return elements.Count <= most
            ? elements
            : throw new MalformedContentException($"the member '{member}' of {what} has {elements.Count} elements, and {most} is the most");
    }

    private static JsonNode? Parse(byte[] bytes, string what, int longest)
    {
        if (bytes.Length > longest)
        {
            throw new MalformedContentException($"{what} has {ByteSize.Format(bytes.Length)}, and {ByteSize.Format(longest)} is the most");
        }

        bytes = JsonProblem.WithoutMark(bytes);
        try
        {
            CheckNames(bytes, what);
            return JsonNode.Parse(bytes, null, new JsonDocumentOptions { MaxDepth = Deepest });
        }
        catch (JsonException e)
        {
            throw new MalformedContentException($"{what} {JsonProblem.Describe(bytes, e)}", e);
        }
    }

    /// <summary>
    /// A repeated name is found here. JsonNode reads an object only on its first use, and would then throw an exception of another type.
    /// </summary>
    private static void CheckNames(byte[] bytes, string what)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = Deepest + 1 });
        var open = new Stack<HashSet<string>?>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject or JsonTokenType.StartArray:
                    open.Push(null);
                    if (open.Count > Deepest)
                    {
                        throw new MalformedContentException($"{what} is nested more than {Deepest} levels deep");
                    }

                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    var names = open.Pop() ?? new HashSet<string>(StringComparer.Ordinal);
                    open.Push(names);
                    var name = NameOf(ref reader, what);
                    if (!names.Add(name))
                    {
                        var place = JsonProblem.Place(bytes, reader.TokenStartIndex);
                        throw new MalformedContentException($"{what} has the member '{name}' twice in one object, the second time at {place}");
                    }

                    break;
            }
        }
    }

    private static string NameOf(ref Utf8JsonReader reader, string what)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new MalformedContentException($"{what} has a member whose name is not Unicode text, at byte {reader.TokenStartIndex}", e);
        }
    }

    private static MalformedContentException Missing(string member, string what) => new($"the member '{member}' of {what} is missing");

    private static MalformedContentException Wrong(string member, string what, string kind) => new($"the member '{member}' of {what} is not {kind}");
}
