using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.IdentityManagement.Model;

namespace EcsTools.Aws;

/// <summary>The tags by which EcsTools recognizes users and roles that it created.</summary>
internal static class ResourceTags
{
    /// <summary>On everything that EcsTools creates in IAM: the kind of resource.</summary>
    public const string Kind = "ecstools:kind";

    /// <summary>On a deployer: its policy set.</summary>
    public const string PolicySet = "ecstools:policy-set";

    /// <summary>On a deployer: what was added to its policy set, separated by spaces.</summary>
    public const string Additions = "ecstools:add";

    /// <summary>Value of <see cref="Kind"/> on a deployer.</summary>
    public const string Deployer = "deployer";

    public static string? Value(IEnumerable<Tag>? tags, string key) => tags?.FirstOrDefault(tag => tag.Key == key)?.Value;

    /// <summary>The requested tags that do not exist or have another value.</summary>
    public static List<Tag> Missing(IEnumerable<Tag>? tags, IReadOnlyDictionary<string, string> wanted)
    {
        var there = (tags ?? Enumerable.Empty<Tag>()).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        return wanted.Where(tag => !there.TryGetValue(tag.Key, out var value) || value != tag.Value)
            .Select(tag => new Tag { Key = tag.Key, Value = tag.Value }).ToList();
    }

    /// <summary>The caller's tags plus EcsTools' own.</summary>
    public static IReadOnlyDictionary<string, string> With(
        IReadOnlyDictionary<string, string> tags, params (string Key, string Value)[] own)
    {
        var all = tags.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        foreach (var (key, value) in own)
        {
            all[key] = value;
        }

        return all;
    }
}
