using System;
using System.Globalization;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>Scalars that travel as text: in a form, a path, a query, a header or XML.</summary>
internal static class TextValues
{
    /// <summary>The value of a text, or null if it is not a value of the shape's type.</summary>
    public static JsonNode? TryRead(Shape shape, string text) => shape.Kind switch
    {
        ShapeKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? JsonValue.Create(integer)
            : null,
        ShapeKind.Float => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number)
            && !double.IsInfinity(number)
            ? JsonValue.Create(number)
            : null,
        ShapeKind.Boolean => bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : null,
        ShapeKind.Timestamp => AwsTime.FromText(text) is { } time ? JsonValue.Create(time) : null,
        ShapeKind.Blob => IsBase64(text) ? JsonValue.Create(text) : null,
        _ => JsonValue.Create(text),
    };

    /// <exception cref="AwsError">The text is not a value of the shape's type.</exception>
    public static JsonNode Read(Shape shape, string text)
        => TryRead(shape, text) ?? throw new AwsError(
            "SerializationException", $"'{text}' can not be converted to {(shape.Kind == ShapeKind.Integer ? "an" : "a")} {shape.Kind}");

    public static string Write(Member member, JsonNode value, bool milliseconds) => member.Shape.Kind switch
    {
        ShapeKind.Timestamp => AwsTime.ToIso(AwsTime.Seconds(value), milliseconds),
        ShapeKind.Boolean => value.GetValue<bool>() ? "true" : "false",
        ShapeKind.Integer or ShapeKind.Float => value.ToJsonString(),
        _ => value.GetValue<string>(),
    };

    private static bool IsBase64(string text)
    {
        try
        {
            Convert.FromBase64String(text);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
