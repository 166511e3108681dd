using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ec2;

/// <summary>The network as it is saved. Interfaces are not saved, because their tasks end with the sandbox.</summary>
internal static class Ec2State
{
    public static JsonObject Save(
        Ec2Network network, IEnumerable<SecurityGroup> groups, IReadOnlyDictionary<string, SortedDictionary<string, string>> tags)
    {
        var keptTags = new JsonObject();
        foreach (var resource in tags)
        {
            var pairs = new JsonObject();
            foreach (var tag in resource.Value)
            {
                pairs[tag.Key] = tag.Value;
            }

            keptTags[resource.Key] = pairs;
        }

        return new JsonObject
        {
            ["vpc"] = network.VpcId,
            ["gateway"] = network.GatewayId,
            ["routeTable"] = network.RouteTableId,
            ["subnets"] = network.Subnets.Select(subnet => subnet.Id).ToJson(),
            ["groups"] = groups.Select(SaveGroup).ToJson(),
            ["tags"] = keptTags,
        };
    }

    public static Ec2Network Load(
        JsonObject state, string region, List<SecurityGroup> groups, IDictionary<string, SortedDictionary<string, string>> tags)
    {
        var network = new Ec2Network(region, state.Text("vpc")!, state.Text("gateway")!, state.Text("routeTable")!, state.Texts("subnets"));
        groups.Clear();
        groups.AddRange(state.Objects("groups").Select(kept => LoadGroup(kept, network.VpcId)));
        foreach (var resource in state.Object("tags")!)
        {
            var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var tag in resource.Value!.AsObject())
            {
                pairs[tag.Key] = (string)tag.Value!;
            }

            tags[resource.Key] = pairs;
        }

        return network;
    }

    private static JsonObject SaveGroup(SecurityGroup group) => new()
    {
        ["id"] = group.Id,
        ["name"] = group.Name,
        ["description"] = group.Description,
        ["ingress"] = group.Ingress.Select(rule => new JsonObject
        {
            ["id"] = rule.Id,
            ["protocol"] = rule.Protocol,
            ["from"] = rule.FromPort,
            ["to"] = rule.ToPort,
            ["kind"] = rule.Kind.ToString(),
            ["peer"] = rule.Peer,
            ["description"] = rule.Description,
        }).ToJson(),
    };

    private static SecurityGroup LoadGroup(JsonObject kept, string vpcId)
    {
        var group = new SecurityGroup(kept.Text("id")!, kept.Text("name")!, kept.Text("description")!, vpcId);
        group.Ingress.AddRange(kept.Objects("ingress").Select(rule => new SecurityRule(
            rule.Text("id")!,
            rule.Text("protocol")!,
            rule.Integer("from"),
            rule.Integer("to"),
            (PeerKind)Enum.Parse(typeof(PeerKind), rule.Text("kind")!),
            rule.Text("peer")!,
            rule.Text("description"))));
        return group;
    }
}
