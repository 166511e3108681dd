using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace EcsTools.Apps.Export;

/// <summary>Parts of templates of CloudFormation.</summary>
internal static class Cfn
{
    // Maps of the API whose keys are data, not names of members.
    private static readonly string[] Maps = ["dockerLabels", "options", "driverOpts"];

    // Members that CloudFormation spells in another way than the API with a capital letter. Source: AWS::ECS::TaskDefinition, "Volume".
    private static readonly Dictionary<string, string> Spellings = new(StringComparer.Ordinal)
    {
        ["efsVolumeConfiguration"] = "EFSVolumeConfiguration",
        ["fileSystemId"] = "FilesystemId",
        ["iam"] = "IAM",
    };

    public static JsonObject Ref(string name) => new() { ["Ref"] = name };

    public static JsonObject Attribute(string resource, string attribute) => new() { ["Fn::GetAtt"] = new JsonArray(resource, attribute) };

    public static JsonObject Sub(string text) => new() { ["Fn::Sub"] = text };

    public static JsonArray List(params JsonNode[] items) => new(items);

    /// <summary>Tags as a list of keys and values.</summary>
    public static JsonArray Tags(IEnumerable<KeyValuePair<string, string>> tags)
        => new(tags.Select(tag => (JsonNode)new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value }).ToArray());

    /// <summary>A logical id: letters and digits only.</summary>
    public static string Id(params string[] parts)
    {
        var id = new StringBuilder();
        foreach (var part in parts)
        {
            var isStart = true;
            foreach (var letter in part)
            {
                var isUsed = letter < 128 && char.IsLetterOrDigit(letter);
                if (isUsed)
                {
                    id.Append(isStart ? char.ToUpperInvariant(letter) : letter);
                }

                isStart = !isUsed;
            }
        }

        return id.ToString();
    }

    /// <summary>Members of the API with a capital first letter, as CloudFormation has them. Empty lists and maps are left out.</summary>
    public static JsonNode? Members(JsonNode? node, bool isMap = false) => node switch
    {
        JsonObject map => Object(map, isMap),
        JsonArray list => new JsonArray(list.Select(item => Members(item)).ToArray()),
        null => null,
        _ => node.DeepClone(),
    };

    private static JsonObject Object(JsonObject map, bool isMap)
    {
        var result = new JsonObject();
        foreach (var (name, value) in map.Select(member => (member.Key, member.Value)))
        {
            if (value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 })
            {
                continue;
            }

            var spelled = isMap ? name : Spellings.TryGetValue(name, out var other) ? other : char.ToUpperInvariant(name[0]) + name.Substring(1);
            result[spelled] = Members(value, Maps.Contains(name));
        }

        return result;
    }
}
