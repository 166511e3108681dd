using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.Runtime.Documents;

namespace EcsTools.Tests.Packages;

/// <summary>
/// Turns trees of JSON, named as the service model names things, into objects of a stand-in and back.
/// It knows the published naming rules on its own, so a property that is missing or of another type fails the test.
/// </summary>
internal sealed class ModelTree(StandIn standIn)
{
    private const string Time = "yyyy-MM-dd\\THH:mm:ss.fff\\Z";

    /// <summary>Fills a structure.</summary>
    public object Fill(object target, string shape, JsonObject tree)
    {
        foreach (var (member, value) in tree)
        {
            var property = Property(target.GetType(), shape, member);
            var memberShape = standIn.Shape(shape)["members"]![member]!["shape"]!.GetValue<string>();
            property.SetValue(target, standIn.IsEpochMilliseconds(shape, member)
                ? DateTimeOffset.FromUnixTimeMilliseconds(value!.GetValue<long>()).UtcDateTime
                : Value(property.PropertyType, memberShape, value!));
        }

        return target;
    }

    /// <summary>Reads a structure: every property that is set.</summary>
    public JsonObject Read(object source, string shape)
    {
        var tree = new JsonObject();
        foreach (var (member, data) in standIn.Shape(shape)["members"]!.AsObject())
        {
            if (standIn.IsExcluded(shape, member) || Property(source.GetType(), shape, member).GetValue(source) is not { } value
                || (value is Document document && document.IsNull()))
            {
                continue;
            }

            tree[member] = standIn.IsEpochMilliseconds(shape, member)
                ? JsonValue.Create(new DateTimeOffset((DateTime)value).ToUnixTimeMilliseconds())
                : Tree(value, data!["shape"]!.GetValue<string>());
        }

        return tree;
    }

    private PropertyInfo Property(Type type, string shape, string member) =>
        type.GetProperty(standIn.PropertyName(shape, member)) ?? throw new MissingMemberException($"{type} has no property for {shape}.{member}.");

    private object Value(Type type, string shapeName, JsonNode tree)
    {
        var shape = standIn.Shape(shapeName);
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        switch (shape["type"]!.GetValue<string>())
        {
            case "structure" when type == typeof(Document):
                return Document.FromObject(Plain(tree));
            case "structure":
                return Fill(Activator.CreateInstance(type)!, shapeName, tree.AsObject());
            case "list":
                var list = (IList)Activator.CreateInstance(type)!;
                tree.AsArray().ToList().ForEach(v => list.Add(Value(type.GetGenericArguments()[0], Inner(shape, "member"), v!)));
                return list;
            case "map":
                var map = (IDictionary)Activator.CreateInstance(type)!;
                tree.AsObject().ToList().ForEach(e => map[e.Key] = Value(type.GetGenericArguments()[1], Inner(shape, "value"), e.Value!));
                return map;
            case "timestamp":
                return DateTime.Parse(tree.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
            case "blob":
                return new MemoryStream(Convert.FromBase64String(tree.GetValue<string>()));
            default:
                return typeof(ConstantClass).IsAssignableFrom(type)
                    ? Activator.CreateInstance(type, tree.GetValue<string>())!
                    : Convert.ChangeType(JsonSerializer.Deserialize(tree.ToJsonString(), bare)!, bare, CultureInfo.InvariantCulture);
        }
    }

    private JsonNode? Tree(object value, string shapeName)
    {
        var shape = standIn.Shape(shapeName);
        return value switch
        {
            Document document => JsonNode.Parse(Text(document)),
            string text => JsonValue.Create(text),
            ConstantClass constant => JsonValue.Create(constant.Value),
            DateTime time => JsonValue.Create(Utc(time).ToString(Time, CultureInfo.InvariantCulture)),
            MemoryStream blob => JsonValue.Create(Convert.ToBase64String(blob.ToArray())),
            IDictionary map => new JsonObject(map.Keys.Cast<string>().Select(key =>
                KeyValuePair.Create(key, Tree(map[key]!, Inner(shape, "value"))))),
            IList list => new JsonArray([.. list.Cast<object>().Select(v => Tree(v, Inner(shape, "member")))]),
            _ when shape["type"]!.GetValue<string>() == "structure" => Read(value, shapeName),
            _ => JsonNode.Parse(JsonSerializer.Serialize(value)),
        };
    }

    // The published package gives every timestamp in UTC.
    private static DateTime Utc(DateTime time) =>
        time.Kind == DateTimeKind.Utc ? time : throw new InvalidOperationException($"{time} is not UTC but {time.Kind}.");

    private static string Inner(JsonObject shape, string key) => shape[key]!["shape"]!.GetValue<string>();

    private static object? Plain(JsonNode? tree) => tree switch
    {
        JsonObject map => map.ToDictionary(e => e.Key, e => Plain(e.Value)),
        JsonArray list => list.Select(Plain).ToList(),
        JsonValue v when v.TryGetValue<bool>(out var b) => b,
        JsonValue v when v.TryGetValue<int>(out var i) => i,
        JsonValue v when v.TryGetValue<double>(out var d) => d,
        _ => tree?.GetValue<string>(),
    };

    private static string Text(Document document)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Amazon.Runtime.Documents.Internal.Transform.DocumentMarshaller.Instance.Write(writer, document);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
