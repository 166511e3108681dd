using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace EcsTools.TaskDefinitions;

/// <summary>
/// Converts between the SDK's model objects and the JSON of the AWS CLI, member by member. The SDK gives each property the name of the
/// API's member, with a capital first letter. So a file can hold every member of the API, without a list of them here.
/// </summary>
internal static class AwsModelJson
{
    /// <summary>The members of a model object that have a value, in camel case.</summary>
    public static JsonObject ToJson(object model)
    {
        var json = new JsonObject();
        foreach (var property in Members(model.GetType()))
        {
            if (property.GetValue(model) is { } value && ToNode(value) is { } node)
            {
                json[Camel(property.Name)] = node;
            }
        }

        return json;
    }

    /// <summary>A model object with the members of <paramref name="json"/>.</summary>
    /// <param name="json">Members in camel case.</param>
    /// <param name="problem">Creates the error for a path that is wrong.</param>
    public static T FromJson<T>(JsonObject json, Func<string, string, Exception> problem)
        where T : new()

        // Parse it again: a value created in memory only gives back the exact type it was created with, long or int.
        => (T)FromObject(typeof(T), (JsonObject)JsonNode.Parse(json.ToJsonString())!, "", problem);

    private static JsonNode? ToNode(object value) => value switch
    {
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        double number => JsonValue.Create(number),
        DateTime time => JsonValue.Create(time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
        ConstantClass constant => JsonValue.Create(constant.Value),
        IDictionary map => map.Count == 0 ? null : ToMap(map),
        IEnumerable list => ToList(list),
        _ => ToJson(value),
    };

    private static JsonObject ToMap(IDictionary map)
    {
        var json = new JsonObject();
        foreach (DictionaryEntry entry in map)
        {
            json[(string)entry.Key] = entry.Value is null ? null : ToNode(entry.Value);
        }

        return json;
    }

    private static JsonArray? ToList(IEnumerable list)
    {
        var nodes = list.Cast<object>().Select(ToNode).ToArray();
        return nodes.Length == 0 ? null : new JsonArray(nodes);
    }

    private static object FromObject(Type type, JsonObject json, string path, Func<string, string, Exception> problem)
    {
        var model = Activator.CreateInstance(type)!;
        var members = Members(type).ToList();
        foreach (var pair in json.Where(pair => pair.Value is not null))
        {
            var at = path.Length == 0 ? pair.Key : path + "." + pair.Key;
            var property = members.Find(member => Camel(member.Name) == pair.Key)
                ?? throw problem(
                    at, "is not a member of it. " + NearestNames.Suggest(pair.Key, members.Select(member => Camel(member.Name)), ""));
            property.SetValue(model, FromNode(property.PropertyType, pair.Value!, at, problem));
        }

        return model;
    }

    private static object FromNode(Type type, JsonNode node, string path, Func<string, string, Exception> problem)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        if (wanted.IsGenericType && wanted.GetGenericTypeDefinition() == typeof(List<>))
        {
            return node is JsonArray array ? FromList(wanted, array, path, problem) : throw problem(path, "must be a list.");
        }

        if (wanted.IsGenericType && wanted.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            return node is JsonObject map
                ? map.ToDictionary(pair => pair.Key, pair => Scalar<string>(pair.Value!, path + "." + pair.Key, problem))
                : throw problem(path, "must be an object.");
        }

        if (typeof(ConstantClass).IsAssignableFrom(wanted))
        {
            return Activator.CreateInstance(wanted, Scalar<string>(node, path, problem))!;
        }

        if (wanted == typeof(string))
        {
            return node is JsonValue value && !value.TryGetValue<string>(out _) ? value.ToJsonString() : Scalar<string>(
                node, path, problem);
        }

        return wanted == typeof(int) ? Scalar<int>(node, path, problem)
            : wanted == typeof(long) ? Scalar<long>(node, path, problem)
            : wanted == typeof(double) ? Scalar<double>(node, path, problem)
            : wanted == typeof(bool) ? Scalar<bool>(node, path, problem)
            : node is JsonObject json ? FromObject(wanted, json, path, problem)
            : throw problem(path, "must be an object.");
    }

    private static IList FromList(Type type, JsonArray array, string path, Func<string, string, Exception> problem)
    {
        var list = (IList)Activator.CreateInstance(type)!;
        for (var index = 0; index < array.Count; index++)
        {
            var at = $"{path}[{index.ToString(CultureInfo.InvariantCulture)}]";
            list.Add(FromNode(type.GetGenericArguments()[0], array[index] ?? throw problem(at, "must not be null."), at, problem));
        }

        return list;
    }

    private static T Scalar<T>(JsonNode node, string path, Func<string, string, Exception> problem)
        => node is JsonValue value && value.TryGetValue<T>(out var scalar)
            ? scalar
            : throw problem(
                path,
                $"must be {(typeof(T) == typeof(string) ? "a text" : typeof(T) == typeof(bool) ? "true or false" : "a whole number")}.");

    /// <summary>The settable properties of the model class itself, without those of the runtime's request and response.</summary>
    private static IEnumerable<PropertyInfo> Members(Type type)
        => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.GetIndexParameters().Length == 0)
            .Where(property => property.DeclaringType!.Namespace!.EndsWith(".Model", StringComparison.Ordinal));

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);
}
