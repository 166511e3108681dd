using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Ecr;

/// <summary>
/// Tags of a repository, checked by ECR's rules: 50 of them, keys of 128 and values of 256 characters, none beginning with aws:.
/// </summary>
internal static class ResourceTags
{
    private const int Limit = 50;

    /// <summary>Adds <paramref name="tags"/> to <paramref name="target"/>, all or none.</summary>
    /// <exception cref="AwsError">InvalidTagParameterException, TooManyTagsException.</exception>
    public static void Add(IDictionary<string, string> target, IReadOnlyList<JsonObject> tags)
    {
        var keys = new HashSet<string>(target.Keys, StringComparer.Ordinal);
        var added = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in tags)
        {
            Check(tag.Text("Key")!, tag.Text("Value")!);
            if (!added.Add(tag.Text("Key")!))
            {
                throw new AwsError("InvalidTagParameterException", $"The tag key '{tag.Text("Key")}' is given twice");
            }
        }

        if (keys.Union(added).Count() > Limit)
        {
            throw new AwsError("TooManyTagsException", $"A repository has at most {Limit} tags");
        }

        foreach (var tag in tags)
        {
            target[tag.Text("Key")!] = tag.Text("Value")!;
        }
    }

    private static void Check(string key, string value)
    {
        if (key.Length is 0 or > 128 || value.Length > 256)
        {
            throw new AwsError(
                "InvalidTagParameterException",
                $"The tag with key '{key}' is invalid: a key has 1 to 128 characters and a value at most 256");
        }

        if (key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
        {
            throw new AwsError("InvalidTagParameterException", $"The tag key '{key}' is invalid: keys beginning with aws: are reserved");
        }
    }
}
