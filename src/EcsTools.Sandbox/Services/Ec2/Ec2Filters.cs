using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ec2;

/// <summary>Filters of Describe calls. All filters must match. A filter matches if one of its values does. * and ? are wildcards.</summary>
internal static class Ec2Filters
{
    /// <param name="items">What is filtered.</param>
    /// <param name="input">The request, with Filters or Filter.</param>
    /// <param name="values">The values of a resource, by filter name.</param>
    /// <param name="tags">The resource's tags.</param>
    public static List<T> Apply<T>(
        IEnumerable<T> items,
        JsonObject input,
        IReadOnlyDictionary<string, Func<T, IEnumerable<string>>> values,
        Func<T, IReadOnlyDictionary<string, string>> tags)
    {
        var found = items.ToList();
        foreach (var filter in input.Objects("Filters").Concat(input.Objects("Filter")))
        {
            var name = filter.Text("Name") ?? "";
            var wanted = filter.Texts("Values");
            if (wanted.Count == 0)
            {
                throw new AwsError("InvalidParameterValue", $"The filter '{name}' must have at least one value.");
            }

            Func<T, IEnumerable<string>> read =
                name.StartsWith("tag:", StringComparison.Ordinal) ? item => ValueOf(tags(item), name.Substring(4))
                : name == "tag-key" ? item => tags(item).Keys
                : values.TryGetValue(name, out var known) ? known
                : throw new AwsError("InvalidParameterValue", $"The filter '{name}' is invalid");
            found = found.Where(item => read(item).Any(value => wanted.Any(pattern => IsLike(value, pattern)))).ToList();
        }

        return found;
    }

    private static IEnumerable<string> ValueOf(IReadOnlyDictionary<string, string> tags, string key)
        => tags.TryGetValue(key, out var value) ? new[] { value } : Array.Empty<string>();

    private static bool IsLike(string value, string pattern)
        => Wildcard.IsMatch(pattern, value, one: true);
}
