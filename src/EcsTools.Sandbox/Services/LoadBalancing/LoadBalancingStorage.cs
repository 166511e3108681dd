using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ec2;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>Saves and loads load balancers and target groups. Targets that are tasks are not saved, because tasks end with the sandbox.</summary>
internal sealed class LoadBalancingStorage
{
    private readonly SandboxCloud _cloud;
    private readonly LoadBalancingStore _store;

    public LoadBalancingStorage(SandboxCloud cloud, LoadBalancingStore store)
    {
        _cloud = cloud;
        _store = store;
    }

    public JsonObject Save() => new()
    {
        ["groups"] = _store.Groups.Values.Select(Save).ToJson(),
        ["balancers"] = _store.Balancers.Values.Select(Save).ToJson(),
    };

    public void Load(JsonObject state)
    {
        foreach (var saved in state.Objects("groups"))
        {
            var group = TargetGroupJson.Read(saved.Object("group")!, new ResourceTags(saved.Objects("tags")));
            group.Attributes.Take(group.Attributes.With("", saved.Objects("attributes")));
            group.Targets.AddRange(saved.Objects("targets").Select(target => TargetRules.Read(group, target)));
            _store.Groups[group.Arn] = group;
        }

        foreach (var saved in state.Objects("balancers"))
        {
            var balancer = LoadBalancer(saved);
            _store.Balancers[balancer.Arn] = balancer;
        }
    }

    private static JsonObject Save(TargetGroup group) => new()
    {
        ["group"] = TargetGroupJson.Write(group, []),
        ["tags"] = group.Tags.Write(),
        ["attributes"] = group.Attributes.Save(),
        ["targets"] = group.Targets
            .Where(target => target.TaskId is null)
            .Select(target => new JsonObject { ["Id"] = target.Id, ["Port"] = target.Port, ["AvailabilityZone"] = target.Zone })
            .ToJson(),
    };

    private static JsonObject Save(LoadBalancer balancer) => new()
    {
        ["arn"] = balancer.Arn,
        ["scheme"] = balancer.Scheme,
        ["addressType"] = balancer.IpAddressType,
        ["subnets"] = balancer.Subnets.Select(subnet => subnet.Id).ToJson(),
        ["securityGroups"] = balancer.SecurityGroups.ToJson(),
        ["createdAt"] = balancer.CreatedAt,
        ["activeAt"] = balancer.ActiveAt.ToUnixTimeMilliseconds(),
        ["tags"] = balancer.Tags.Write(),
        ["attributes"] = balancer.Attributes.Save(),
        ["listeners"] = balancer.Listeners.Select(Save).ToJson(),
    };

    private static JsonObject Save(Listener listener) => new()
    {
        ["arn"] = listener.Arn,
        ["port"] = listener.Port,
        ["protocol"] = listener.Protocol,
        ["policy"] = listener.SslPolicy,
        ["certificates"] = listener.Certificates.ToJson(),
        ["tags"] = listener.Tags.Write(),
        ["attributes"] = listener.Attributes.Save(),
        ["rules"] = listener.Rules.Select(rule => new JsonObject { ["rule"] = RuleJson.Write(rule), ["tags"] = rule.Tags.Write() }).ToJson(),
    };

    private LoadBalancer LoadBalancer(JsonObject saved)
    {
        var subnets = saved.Texts("subnets").Select(_cloud.Service<Ec2Service>().FindSubnet).OfType<Ec2Subnet>().ToList();
        var balancer = new LoadBalancer(saved.Text("arn")!)
        {
            Scheme = saved.Text("scheme")!,
            VpcId = _cloud.Service<Ec2Service>().VpcId,
            IpAddressType = saved.Text("addressType")!,
            Subnets = subnets,
            SecurityGroups = saved.Texts("securityGroups"),
            CreatedAt = saved.Number("createdAt") ?? 0,
            ActiveAt = DateTimeOffset.FromUnixTimeMilliseconds(saved.Integer("activeAt") ?? 0),
            Tags = new ResourceTags(saved.Objects("tags")),
        };
        balancer.Attributes.Take(balancer.Attributes.With("", saved.Objects("attributes")));
        balancer.Listeners.AddRange(saved.Objects("listeners").Select(Listener));
        return balancer;
    }

    private static Listener Listener(JsonObject saved)
    {
        var listener = new Listener
        {
            Arn = saved.Text("arn")!,
            Port = (int)saved.Integer("port")!.Value,
            Protocol = saved.Text("protocol")!,
            SslPolicy = saved.Text("policy"),
            Tags = new ResourceTags(saved.Objects("tags")),
        };
        listener.Attributes.Take(listener.Attributes.With("", saved.Objects("attributes")));
        listener.Certificates.AddRange(saved.Texts("certificates"));
        listener.Rules.AddRange(saved.Objects("rules").Select(item => RuleJson.Read(item.Object("rule")!, item.Objects("tags"))));
        return listener;
    }
}
