using System.Globalization;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>Scalars that travel as text: in a form, a path, a query, a header or XML.</summary>
internal static class TextValues
{
    /// <exception cref="AwsError">The text is no value of the shape's type.</exception>
    public static JsonNode Read(Shape shape, string text) => shape.Kind switch
    {
        ShapeKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
            ? JsonValue.Create(integer)
            : throw Malformed(text, "an Integer"),
        ShapeKind.Float => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : throw Malformed(text, "a Double"),
        ShapeKind.Boolean => bool.TryParse(text, out var flag) ? JsonValue.Create(flag) : throw Malformed(text, "a Boolean"),
        ShapeKind.Timestamp => JsonValue.Create(AwsTime.FromText(text) ?? throw Malformed(text, "a Timestamp")),
        _ => JsonValue.Create(text)!,
    };

    public static string Write(Member member, JsonNode value, bool milliseconds) => member.Shape.Kind switch
    {
        ShapeKind.Timestamp => AwsTime.ToIso(AwsTime.Seconds(value), milliseconds),
        ShapeKind.Boolean => value.GetValue<bool>() ? "true" : "false",
        ShapeKind.Integer or ShapeKind.Float => value.ToJsonString(),
        _ => value.GetValue<string>(),
    };

    private static AwsError Malformed(string text, string wanted)
        => new("SerializationException", $"'{text}' can not be converted to {wanted}");
}
