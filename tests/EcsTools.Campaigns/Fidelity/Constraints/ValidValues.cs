using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Campaigns.Fidelity.Models;

namespace EcsTools.Campaigns.Fidelity.Constraints;

/// <summary>Values that keep to the constraints of their shapes, as small as possible.</summary>
internal static class ValidValues
{
    private const int Fixed = 12;

    public static JsonNode Create(ShapeDescription shape) => Create(shape, []);

    /// <summary>A text of this length at least, or null where the pattern has none that is found.</summary>
    public static string? Text(ShapeDescription shape, int least, int most)
    {
        if (shape.Enum.Count > 0)
        {
            return shape.Enum[0];
        }

        if (shape.Pattern is null)
        {
            return new string('a', Math.Max(least, Math.Min(1, most)));
        }

        // A text of one repeated part is as long as its repetitions, with a few characters before it.
        foreach (var more in Enumerable.Range(0, 20).Concat(Enumerable.Range(least - Fixed, Fixed + 1).Where(number => number >= 20)))
        {
            var text = PatternSample.Write(shape.Pattern, more);
            if (text.Length >= least && text.Length <= most && (text.Length > 0 || most == 0) && ModelPattern.IsWhole(shape.Pattern, text))
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>A value in a list. In a form, a structure without members is nothing, so it has at least one.</summary>
    private static JsonNode Element(ShapeDescription shape, HashSet<string> around)
    {
        var value = Create(shape, around);
        if (value is JsonObject { Count: 0 } structure
            && shape.Members.FirstOrDefault(member => member.Shape.Type is not ("structure" or "list" or "map")) is { } first)
        {
            structure[first.Name] = Create(first.Shape, around);
        }

        return value;
    }

    private static JsonNode Create(ShapeDescription shape, HashSet<string> around)
    {
        switch (shape.Type)
        {
            case "structure":
                var structure = new JsonObject();
                foreach (var member in shape.Members.Where(member => shape.Required.Contains(member.Name) && around.Add(member.Shape.Name)))
                {
                    structure[member.Name] = Create(member.Shape, around);
                    around.Remove(member.Shape.Name);
                }

                return structure;
            case "list":
                // In a form an empty list is nothing.
                return new JsonArray(
                    Enumerable.Range(0, (int)Math.Max(1, shape.Min ?? 0)).Select(_ => (JsonNode?)Element(shape.Element.Shape, around)).ToArray());
            case "map":
                return new JsonObject();
            case "boolean":
                return JsonValue.Create(true);
            case "blob":
                return JsonValue.Create(Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('a', (int)Math.Max(1, shape.Min ?? 0)))));
            case "timestamp":
                return JsonValue.Create(1_900_000_000);
            case "string":
                return JsonValue.Create(Text(shape, (int)(shape.Min ?? 0), (int)Math.Min(int.MaxValue, shape.Max ?? int.MaxValue))
                    ?? throw new InvalidOperationException($"No text is found for {shape.Name}, {shape.Pattern}"))!;
            default:
                return JsonValue.Create((long)Math.Max(shape.Min ?? 1, Math.Min(1, shape.Max ?? 1)));
        }
    }
}
