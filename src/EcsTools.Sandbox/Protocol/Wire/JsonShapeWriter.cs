using System;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Protocol.Model;

namespace EcsTools.Sandbox.Protocol.Wire;

/// <summary>Takes an output in the model's member names into its JSON form.</summary>
internal static class JsonShapeWriter
{
    public static JsonObject WriteStructure(Shape shape, JsonObject source)
    {
        var target = new JsonObject();
        foreach (var pair in source)
        {
            // A member that the model lacks is a mistake of a service here, which no SDK would ever show.
            var member = shape.FindMember(pair.Key)
                ?? throw new InvalidOperationException($"{shape.Name} has no member {pair.Key}.");
            if (pair.Value is not null && member.Location is null)
            {
                target[member.WireName] = Write(member, pair.Value);
            }
        }

        return target;
    }

    private static JsonNode Write(Member member, JsonNode value)
    {
        switch (member.Shape.Kind)
        {
            case ShapeKind.Structure when !member.Shape.IsDocument:
                return WriteStructure(member.Shape, value.AsObject());
            case ShapeKind.List:
                var list = new JsonArray();
                foreach (var item in value.AsArray())
                {
                    list.Add(item is null ? null : Write(member.Shape.Element, item));
                }

                return list;
            case ShapeKind.Map:
                var map = new JsonObject();
                foreach (var pair in value.AsObject())
                {
                    map[pair.Key] = pair.Value is null ? null : Write(member.Shape.Value, pair.Value);
                }

                return map;
            case ShapeKind.Timestamp when member.TimestampFormat == "iso8601":
                return JsonValue.Create(AwsTime.ToIso(AwsTime.Seconds(value), milliseconds: true));
            default:
                return value.DeepClone();
        }
    }
}
