using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Docker.DotNet.Wire;

/// <summary>The name a property has in the query of a request.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class QueryAttribute : Attribute
{
    public QueryAttribute(string name) => Name = name;

    public string Name { get; }
}

/// <summary>Turns a parameters object into a query: flags as 1 or 0, lists repeated, maps as JSON, nulls left out.</summary>
internal static class QueryString
{
    public static string From(object? parameters, IEnumerable<KeyValuePair<string, string>>? extra)
    {
        var query = new StringBuilder();
        if (parameters is not null)
        {
            foreach (var property in parameters.GetType().GetProperties())
            {
                if (property.GetCustomAttribute<QueryAttribute>() is { } name && property.GetValue(parameters) is { } value)
                {
                    Append(query, name.Name, value);
                }
            }
        }

        foreach (var pair in extra ?? Array.Empty<KeyValuePair<string, string>>())
        {
            AppendPair(query, pair.Key, pair.Value);
        }

        return query.ToString();
    }

    private static void Append(StringBuilder query, string name, object value)
    {
        switch (value)
        {
            case bool flag:
                AppendPair(query, name, flag ? "1" : "0");
                break;
            case string text:
                AppendPair(query, name, text);
                break;
            case IDictionary map:
                AppendPair(query, name, DockerJson.Serialize(map));
                break;
            case IEnumerable list:
                foreach (var item in list)
                {
                    AppendPair(query, name, Convert.ToString(item, CultureInfo.InvariantCulture)!);
                }

                break;
            default:
                AppendPair(query, name, Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
        }
    }

    private static void AppendPair(StringBuilder query, string name, string value) =>
        query.Append(query.Length == 0 ? "" : "&").Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
}
