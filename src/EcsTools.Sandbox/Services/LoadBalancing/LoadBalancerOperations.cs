using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;
using EcsTools.Sandbox.Services.Ec2;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The operations on load balancers. Used under the lock of the service.</summary>
internal sealed class LoadBalancerOperations
{
    /// <summary>On AWS this takes two to three minutes.</summary>
    private static readonly TimeSpan Provisioning = TimeSpan.FromSeconds(5);

    private readonly SandboxCloud _cloud;
    private readonly LoadBalancingStore _store;
    private readonly BalancerNetwork _network;
    private readonly Func<LoadBalancer, string> _dnsName;

    /// <param name="cloud">Region and clocks.</param>
    /// <param name="store">The load balancers.</param>
    /// <param name="network">Their place in the VPC.</param>
    /// <param name="dnsName">The name or address under which a load balancer can be reached.</param>
    public LoadBalancerOperations(
        SandboxCloud cloud, LoadBalancingStore store, BalancerNetwork network, Func<LoadBalancer, string> dnsName)
    {
        _cloud = cloud;
        _store = store;
        _network = network;
        _dnsName = dnsName;
    }

    public JsonObject Create(SandboxCall call)
    {
        var input = call.Input;
        var name = input.Text("Name")!;
        ResourceName.Check("The load balancer", name);
        CheckKind(input);
        var scheme = input.Text("Scheme") ?? "internet-facing";
        var type = input.Text("IpAddressType") ?? "ipv4";
        var tags = new ResourceTags(input.Objects("Tags"));
        var subnets = _network.Subnets(input);
        BalancerNetwork.CheckAddressType(type, scheme);
        var groups = _network.SecurityGroups(input, subnets[0].VpcId);
        if (_store.Balancers.Values.FirstOrDefault(known => known.Name == name) is { } same)
        {
            return IsSame(same, scheme, type, subnets, groups)
                ? Answer([same])
                : throw new AwsError("DuplicateLoadBalancerName", $"A load balancer with the same name '{name}' exists, but with different settings");
        }

        if (_store.Balancers.Count >= LoadBalancingQuotas.Balancers)
        {
            throw LoadBalancingErrors.TooMany("TooManyLoadBalancers", "load balancers");
        }

        var balancer = new LoadBalancer(_store.NewArn("loadbalancer/app/" + name))
        {
            Scheme = scheme,
            VpcId = subnets[0].VpcId,
            IpAddressType = type,
            Subnets = subnets,
            SecurityGroups = groups,
            CreatedAt = _cloud.Clock.EpochSeconds,
            ActiveAt = _cloud.ScaledClock.UtcNow + Provisioning,
            Tags = tags,
        };
        _network.Attach(balancer);
        _store.Balancers[balancer.Arn] = balancer;
        return Answer([balancer]);
    }

    public JsonObject Describe(SandboxCall call)
    {
        var (arns, names) = (call.Input.Texts("LoadBalancerArns"), call.Input.Texts("Names"));
        if (arns.Count > 0 && names.Count > 0)
        {
            throw LoadBalancingErrors.Invalid("Load balancer names and load balancer ARNs cannot be specified at the same time");
        }

        var all = _store.Balancers.Values;
        var missing = names.Where(name => all.All(balancer => balancer.Name != name)).ToList();
        if (missing.Count > 0)
        {
            throw LoadBalancingErrors.NoBalancers(missing);
        }

        var wanted = arns.Select(_store.RequireBalancer).ToList();
        var found = all
            .Where(balancer => arns.Count == 0 || wanted.Contains(balancer))
            .Where(balancer => names.Count == 0 || names.Contains(balancer.Name))
            .ToList();
        return LoadBalancingPages.Page(call.Input, "LoadBalancers", found, Write, balancer => balancer.Arn);
    }

    public JsonObject Delete(SandboxCall call)
    {
        var balancer = _store.RequireBalancer(call.Input.Text("LoadBalancerArn")!);
        if (balancer.Attributes.IsOn(BalancerAttributes.Protection))
        {
            throw LoadBalancingErrors.NotPermitted(
                $"Load balancer '{balancer.Arn}' cannot be deleted because deletion protection is enabled");
        }

        if (_store.Groups.Values.Any(group => group.Targets.Exists(target => target.Id == balancer.Arn)))
        {
            throw LoadBalancingErrors.InUse(
                $"Load balancer '{balancer.Arn}' cannot be deleted because it is currently associated with another service");
        }

        _network.Detach(balancer);
        _store.Balancers.Remove(balancer.Arn);
        return [];
    }

    public JsonObject SetSubnets(SandboxCall call)
    {
        var balancer = _store.RequireBalancer(call.Input.Text("LoadBalancerArn")!);
        var subnets = _network.Subnets(call.Input);
        var type = call.Input.Text("IpAddressType") ?? balancer.IpAddressType;
        BalancerNetwork.CheckAddressType(type, balancer.Scheme);
        balancer.Subnets = subnets;
        balancer.IpAddressType = type;
        _network.Attach(balancer);
        return new JsonObject { ["AvailabilityZones"] = LoadBalancerJson.Zones(balancer), ["IpAddressType"] = type };
    }

    public JsonObject SetSecurityGroups(SandboxCall call)
    {
        var balancer = _store.RequireBalancer(call.Input.Text("LoadBalancerArn")!);
        if (call.Input.Texts("SecurityGroups").Count == 0)
        {
            throw LoadBalancingErrors.Configuration("A load balancer of type 'application' must have at least one security group");
        }

        if (call.Input["EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"] is not null)
        {
            throw LoadBalancingErrors.Configuration(
                "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic cannot be specified for load balancers of type 'application'");
        }

        balancer.SecurityGroups = _network.SecurityGroups(call.Input, balancer.VpcId);
        _network.Attach(balancer);
        return new JsonObject { ["SecurityGroupIds"] = balancer.SecurityGroups.ToJson() };
    }

    public JsonObject SetIpAddressType(SandboxCall call)
    {
        var balancer = _store.RequireBalancer(call.Input.Text("LoadBalancerArn")!);
        var type = call.Input.Text("IpAddressType")!;
        BalancerNetwork.CheckAddressType(type, balancer.Scheme);
        balancer.IpAddressType = type;
        return new JsonObject { ["IpAddressType"] = type };
    }

    private static void CheckKind(JsonObject input)
    {
        if (input.Text("Type") is { } other and not "application")
        {
            throw LoadBalancingErrors.Configuration($"The sandbox has load balancers of type 'application', and none of type '{other}'.");
        }

        foreach (var member in new[] { "CustomerOwnedIpv4Pool", "EnablePrefixForIpv6SourceNat", "IpamPools" })
        {
            if (input[member] is not null)
            {
                throw LoadBalancingErrors.Configuration($"The sandbox does not serve {member}.");
            }
        }
    }

    private static bool IsSame(
        LoadBalancer balancer, string scheme, string type, IEnumerable<Ec2Subnet> subnets, IEnumerable<string> groups)
        => balancer.Scheme == scheme
            && balancer.IpAddressType == type
            && new HashSet<Ec2Subnet>(subnets).SetEquals(balancer.Subnets)
            && new HashSet<string>(groups).SetEquals(balancer.SecurityGroups);

    private JsonObject Answer(IEnumerable<LoadBalancer> balancers) => new() { ["LoadBalancers"] = balancers.Select(Write).ToJson() };

    private JsonObject Write(LoadBalancer balancer) => LoadBalancerJson.Write(balancer, _cloud, _dnsName(balancer));
}
