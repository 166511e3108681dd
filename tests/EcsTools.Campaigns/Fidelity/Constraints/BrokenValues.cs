using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Campaigns.Fidelity.Models;

namespace EcsTools.Campaigns.Fidelity.Constraints;

/// <summary>Values that break one constraint of a shape.</summary>
internal static class BrokenValues
{
    /// <summary>Longer texts, lists and blobs are not sent: a service limits the whole request before it counts their parts.</summary>
    private const int Longest = 200_000;

    private static readonly string[] Odd = ["!", " ", "~", "é", "A", "/", "x y", "{}", "\u0007"];

    /// <param name="shape">The shape.</param>
    /// <param name="isText">Whether it travels where all values are texts and nothing is empty: in a form, a path or a query.</param>
    public static IEnumerable<(Fault Fault, JsonNode Value)> Of(ShapeDescription shape, bool isText)
    {
        if (WrongType(shape, isText) is { } other)
        {
            yield return (Fault.Type, other);
        }

        foreach (var bound in Bounds(shape, isText))
        {
            yield return bound;
        }

        if (shape.Enum.Count > 0)
        {
            yield return (Fault.Enum, "NO-SUCH-VALUE");
        }
        else if (shape.Pattern is not null && NotOfPattern(shape) is { } text)
        {
            yield return (Fault.Pattern, text);
        }
    }

    private static IEnumerable<(Fault Fault, JsonNode Value)> Bounds(ShapeDescription shape, bool isText) => shape switch
    {
        { IsNumber: true } => Numbers(shape),
        { Type: "list" } => Lists(shape, isText),
        { Type: "string", Enum.Count: 0 } => Texts(shape, isText),
        { Type: "blob", Max: <= Longest } => [(Fault.TooLarge, Convert.ToBase64String(new byte[(int)shape.Max + 1]))],
        _ => [],
    };

    private static JsonNode? WrongType(ShapeDescription shape, bool isText) => shape.Type switch
    {
        "string" or "list" or "structure" or "map" or "blob" when isText => null,
        "string" or "blob" => 1,
        "list" or "structure" or "map" => "text",
        "timestamp" => "in a while",
        _ => "text",
    };

    private static IEnumerable<(Fault Fault, JsonNode Value)> Numbers(ShapeDescription shape)
    {
        if (shape.Min is { } min)
        {
            yield return (Fault.TooSmall, (long)min - 1);
        }

        if (shape.Max is { } max and < long.MaxValue / 2.0)
        {
            yield return (Fault.TooLarge, (long)max + 1);
        }
    }

    private static IEnumerable<(Fault Fault, JsonNode Value)> Lists(ShapeDescription shape, bool isText)
    {
        if (shape.Min >= 1 && (!isText || shape.Min > 1))
        {
            yield return (Fault.TooSmall, Repeat(shape, (int)shape.Min - 1));
        }

        // An empty structure is nothing in a form.
        if (shape.Max is { } max and <= 2000 && (!isText || ValidValues.Create(shape.Element.Shape) is not JsonObject { Count: 0 }))
        {
            yield return (Fault.TooLarge, Repeat(shape, (int)max + 1));
        }
    }

    private static IEnumerable<(Fault Fault, JsonNode Value)> Texts(ShapeDescription shape, bool isText)
    {
        if (shape.Min > 1 || (shape.Min == 1 && !isText))
        {
            var length = (int)shape.Min - 1;
            yield return (Fault.TooSmall, ValidValues.Text(shape, length, length) ?? new string('a', length));
        }

        if (shape.Max is { } max and <= Longest)
        {
            yield return (Fault.TooLarge, ValidValues.Text(shape, (int)max + 1, (int)max + 1) ?? new string('a', (int)max + 1));
        }
    }

    private static JsonArray Repeat(ShapeDescription shape, int count)
        => new(Enumerable.Range(0, count).Select(_ => (JsonNode?)ValidValues.Create(shape.Element.Shape)).ToArray());

    /// <summary>A text of a valid length that the pattern matches nowhere, or, where there is none, not as a whole.</summary>
    private static string? NotOfPattern(ShapeDescription shape)
    {
        var length = (int)Math.Max(1, shape.Min ?? 0);
        var texts = Odd.Select(text => string.Concat(Enumerable.Repeat(text, length))[..Math.Max(length, text.Length)])
            .Where(text => text.Length <= (shape.Max ?? int.MaxValue) && !ModelPattern.IsWhole(shape.Pattern!, text)).ToList();
        return texts.Find(text => !ModelPattern.IsPart(shape.Pattern!, text)) ?? texts.FirstOrDefault();
    }
}
