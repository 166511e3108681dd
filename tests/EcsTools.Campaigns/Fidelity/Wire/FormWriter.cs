using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using EcsTools.Campaigns.Fidelity.Models;

namespace EcsTools.Campaigns.Fidelity.Wire;

/// <summary>Writes a request as a form: AWS Query, and EC2's variant of it, whose lists are flat.</summary>
internal static class FormWriter
{
    public static string Write(ServiceDescription service, string operation, JsonObject body)
    {
        var pairs = new List<KeyValuePair<string, string>> { new("Action", operation), new("Version", service.ApiVersion) };
        var input = service.FindOperation(operation)?.Input;
        foreach (var (name, value) in body)
        {
            AddMember(service.Protocol == "ec2", input?.Members.FirstOrDefault(member => member.Name == name), name, value, "", pairs);
        }

        return string.Join('&', pairs.Select(pair => Uri.EscapeDataString(pair.Key) + "=" + Uri.EscapeDataString(pair.Value)));
    }

    private static void AddMember(bool ec2, MemberDescription? member, string name, JsonNode? value, string prefix, List<KeyValuePair<string, string>> pairs)
    {
        var wire = member is null ? name : ec2 ? member.QueryName ?? Capital(member.WireName) : member.WireName;
        Add(ec2, member, value, prefix.Length == 0 ? wire : prefix + "." + wire, pairs);
    }

    private static void Add(bool ec2, MemberDescription? member, JsonNode? value, string path, List<KeyValuePair<string, string>> pairs)
    {
        switch (value)
        {
            case JsonObject members when member?.Shape.Type == "map":
                AddMap(ec2, member, members, member.IsFlattened ? path : path + ".entry", pairs);
                break;
            case JsonObject members:
                foreach (var (name, child) in members)
                {
                    AddMember(ec2, member?.Shape.Members.FirstOrDefault(candidate => candidate.Name == name), name, child, path, pairs);
                }

                break;
            case JsonArray array:
                var element = member?.Shape.Type == "list" ? member.Shape.Element : null;
                var start = ec2 || member?.IsFlattened == true ? path : $"{path}.{element?.LocationName ?? "member"}";
                for (var i = 0; i < array.Count; i++)
                {
                    Add(ec2, element, array[i], Numbered(start, i), pairs);
                }

                break;
            case not null:
                pairs.Add(new(path, value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.ToJsonString() : value.ToString()));
                break;
        }
    }

    private static void AddMap(bool ec2, MemberDescription member, JsonObject members, string path, List<KeyValuePair<string, string>> pairs)
    {
        var number = 0;
        foreach (var (key, child) in members)
        {
            var entry = Numbered(path, number++);
            pairs.Add(new($"{entry}.{member.Shape.Key.LocationName ?? "key"}", key));
            Add(ec2, member.Shape.Value, child, $"{entry}.{member.Shape.Value.LocationName ?? "value"}", pairs);
        }
    }

    private static string Numbered(string path, int index) => $"{path}.{(index + 1).ToString(CultureInfo.InvariantCulture)}";

    private static string Capital(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
