using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>The operations on target groups. Used under the lock of the service.</summary>
internal sealed class TargetGroupOperations
{
    private readonly LoadBalancingStore _store;
    private readonly BalancerNetwork _network;

    public TargetGroupOperations(LoadBalancingStore store, BalancerNetwork network)
    {
        _store = store;
        _network = network;
    }

    public JsonObject Create(SandboxCall call)
    {
        var input = call.Input;
        var name = input.Text("Name")!;
        ResourceName.Check("Target group", name);
        var group = New(input, name);
        if (_store.Groups.Values.FirstOrDefault(known => known.Name == name) is { } same)
        {
            return IsSame(same, group)
                ? Answer(same)
                : throw new AwsError("DuplicateTargetGroupName", $"A target group with the same name '{name}' exists, but with different settings");
        }

        if (_store.Groups.Count >= LoadBalancingQuotas.Groups)
        {
            throw LoadBalancingErrors.TooMany("TooManyTargetGroups", "target groups");
        }

        _store.Groups[group.Arn] = group;
        return Answer(group);
    }

    public JsonObject Describe(SandboxCall call)
    {
        var (balancer, arns, names) = (
            call.Input.Text("LoadBalancerArn"), call.Input.Texts("TargetGroupArns"), call.Input.Texts("Names"));
        if (new[] { balancer is not null, arns.Count > 0, names.Count > 0 }.Count(given => given) > 1)
        {
            throw LoadBalancingErrors.Invalid(
                "Target group names, target group ARNs, and a load balancer ARN cannot be specified at the same time");
        }

        var all = _store.Groups.Values;
        if (arns.Any(arn => _store.FindGroup(arn) is null) || names.Any(name => all.All(group => group.Name != name)))
        {
            throw LoadBalancingErrors.NoGroups();
        }

        var used = balancer is null ? null : _store.RequireBalancer(balancer).GroupArns.ToList();
        var found = all
            .Where(group => used is null || used.Contains(group.Arn))
            .Where(group => arns.Count == 0 || arns.Contains(group.Arn))
            .Where(group => names.Count == 0 || names.Contains(group.Name))
            .ToList();
        return LoadBalancingPages.Page(call.Input, "TargetGroups", found, Write, group => group.Arn);
    }

    public JsonObject Modify(SandboxCall call)
    {
        var group = _store.RequireGroup(call.Input.Text("TargetGroupArn")!);
        group.HealthCheck = HealthCheckRules.Check(call.Input, group.HealthCheck, group.TargetType, group.ProtocolVersion);
        return Answer(group);
    }

    public JsonObject Delete(SandboxCall call)
    {
        var group = _store.RequireGroup(call.Input.Text("TargetGroupArn")!);
        if (_store.UsersOf(group.Arn).Any())
        {
            throw LoadBalancingErrors.InUse($"Target group '{group.Arn}' is currently in use by a listener or a rule");
        }

        _store.Groups.Remove(group.Arn);
        return [];
    }

    private TargetGroup New(JsonObject input, string name)
    {
        var type = input.Text("TargetType") ?? TargetTypes.Instance;
        var protocol = Protocol(input, type);
        var version = Version(input, type);
        if (input["TargetControlPort"] is not null)
        {
            throw LoadBalancingErrors.Configuration("The sandbox does not serve TargetControlPort.");
        }

        if (input.Text("IpAddressType") == "ipv6")
        {
            throw LoadBalancingErrors.Configuration("The VPC does not have an IPv6 CIDR block.");
        }

        return new TargetGroup(_store.NewArn("targetgroup/" + name))
        {
            TargetType = type,
            Protocol = protocol,
            ProtocolVersion = version,
            Port = (int?)input.Integer("Port"),
            VpcId = input.Text("VpcId"),
            HealthCheck = HealthCheckRules.Check(input, HealthCheckRules.Default(type, protocol, version), type, version),
            Tags = new ResourceTags(input.Objects("Tags")),
        };
    }

    private string? Protocol(JsonObject input, string type)
    {
        var protocol = input.Text("Protocol");
        if (type == TargetTypes.Lambda)
        {
            foreach (var member in new[] { "Protocol", "ProtocolVersion", "Port", "VpcId" })
            {
                if (input[member] is not null)
                {
                    throw LoadBalancingErrors.Invalid($"{member} cannot be specified for target groups with target type 'lambda'");
                }
            }

            return null;
        }

        foreach (var (member, words) in new[] { ("Protocol", "protocol"), ("Port", "port"), ("VpcId", "VPC ID") })
        {
            if (input[member] is null)
            {
                throw LoadBalancingErrors.Invalid($"A {words} must be specified");
            }
        }

        var vpc = input.Text("VpcId")!;
        if (!_network.HasVpc(vpc))
        {
            throw LoadBalancingErrors.Invalid($"The VPC ID '{vpc}' is not found");
        }

        return (type == TargetTypes.Alb ? protocol == "TCP" : protocol is "HTTP" or "HTTPS")
            ? protocol
            : throw LoadBalancingErrors.Configuration(type == TargetTypes.Alb
                ? "Target groups with target type 'alb' must have the protocol 'TCP'"
                : $"The protocol '{protocol}' is for load balancers other than Application Load Balancers, which the sandbox does not have.");
    }

    private static string? Version(JsonObject input, string type)
    {
        var version = input.Text("ProtocolVersion");
        if (type is TargetTypes.Alb or TargetTypes.Lambda)
        {
            return version is null
                ? null
                : throw LoadBalancingErrors.Invalid($"A protocol version cannot be specified for target groups with target type '{type}'");
        }

        return version is null or "HTTP1" or "HTTP2" or "GRPC"
            ? version ?? "HTTP1"
            : throw LoadBalancingErrors.Invalid($"Protocol version '{version}' must be one of '[HTTP1, HTTP2, GRPC]'");
    }

    private static bool IsSame(TargetGroup one, TargetGroup other)
        => (one.TargetType, one.Protocol, one.ProtocolVersion, one.Port, one.VpcId, one.HealthCheck)
            == (other.TargetType, other.Protocol, other.ProtocolVersion, other.Port, other.VpcId, other.HealthCheck);

    private JsonObject Answer(TargetGroup group) => new() { ["TargetGroups"] = new[] { Write(group) }.ToJson() };

    private JsonObject Write(TargetGroup group)
        => TargetGroupJson.Write(group, _store.UsersOf(group.Arn).Select(balancer => balancer.Arn));
}
