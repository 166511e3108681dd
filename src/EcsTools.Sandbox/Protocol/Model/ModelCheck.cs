using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Protocol.Model;

/// <summary>Holds an input against the constraints of its shapes.</summary>
internal static class ModelCheck
{
    /// <summary>Every violation, in the model's order.</summary>
    public static IReadOnlyList<ModelViolation> Check(Shape shape, JsonObject input)
    {
        var found = new List<ModelViolation>();
        CheckStructure(shape, input, "", found);
        return found;
    }

    private static void CheckStructure(Shape shape, JsonObject value, string path, List<ModelViolation> found)
    {
        foreach (var member in shape.Members)
        {
            var at = path.Length == 0 ? Lower(member.Name) : path + "." + Lower(member.Name);
            if (value[member.Name] is { } child)
            {
                CheckValue(member.Shape, child, at, found);
            }
            else if (shape.Required.Contains(member.Name))
            {
                found.Add(new ModelViolation(at, Constraint.Required, member.Shape, null));
            }
        }
    }

    private static void CheckValue(Shape shape, JsonNode value, string path, List<ModelViolation> found)
    {
        switch (shape.Kind)
        {
            case ShapeKind.Structure when !shape.IsDocument:
                CheckStructure(shape, value.AsObject(), path, found);
                break;
            case ShapeKind.List:
                CheckLength(shape, value, value.AsArray().Count, path, found);
                for (var i = 0; i < value.AsArray().Count; i++)
                {
                    CheckValue(shape.Element.Shape, value[i]!, $"{path}.{i + 1}.member", found);
                }

                break;
            case ShapeKind.Map:
                CheckLength(shape, value, value.AsObject().Count, path, found);
                foreach (var pair in value.AsObject())
                {
                    CheckValue(shape.Key.Shape, JsonValue.Create(pair.Key)!, path + "." + pair.Key + ".key", found);
                    CheckValue(shape.Value.Shape, pair.Value!, path + "." + pair.Key + ".value", found);
                }

                break;
            case ShapeKind.String:
                CheckText(shape, value, path, found);
                break;
            case ShapeKind.Integer or ShapeKind.Float:
                CheckNumber(shape, value, path, found);
                break;
            case ShapeKind.Blob:
                CheckLength(shape, value, Convert.FromBase64String(value.GetValue<string>()).Length, path, found);
                break;
            default:
                break;
        }
    }

    private static void CheckText(Shape shape, JsonNode value, string path, List<ModelViolation> found)
    {
        var text = value.GetValue<string>();
        CheckLength(shape, value, text.Length, path, found);
        if (shape.Enum.Count > 0 && !shape.Enum.Contains(text))
        {
            found.Add(new ModelViolation(path, Constraint.Enum, shape, value));
        }

        try
        {
            if (shape.Pattern is { } pattern && !pattern.IsMatch(text))
            {
                found.Add(new ModelViolation(path, Constraint.Pattern, shape, value));
            }
        }
        catch (RegexMatchTimeoutException)
        {
            found.Add(new ModelViolation(path, Constraint.Pattern, shape, value));
        }
    }

    private static void CheckLength(Shape shape, JsonNode value, int length, string path, List<ModelViolation> found)
    {
        if (length < shape.Min)
        {
            found.Add(new ModelViolation(path, Constraint.TooShort, shape, value));
        }
        else if (length > shape.Max)
        {
            found.Add(new ModelViolation(path, Constraint.TooLong, shape, value));
        }
    }

    private static void CheckNumber(Shape shape, JsonNode value, string path, List<ModelViolation> found)
    {
        var number = AwsTime.Seconds(value);
        if (number < shape.Min)
        {
            found.Add(new ModelViolation(path, Constraint.TooSmall, shape, value));
        }
        else if (number > shape.Max)
        {
            found.Add(new ModelViolation(path, Constraint.TooLarge, shape, value));
        }
    }

    private static string Lower(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
