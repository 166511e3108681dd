using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>A sandbox with one of everything, under names that the inputs of tests use in braces.</summary>
public sealed class RefusalSandbox : LoadBalancingSandbox
{
    private readonly Dictionary<string, string> _names = [];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var (balancer, used, other) = (await this.BalancerAsync("front"), await this.GroupAsync("used"), await this.BalancerAsync("other"));
        var listener = await this.ListenerAsync(balancer, 80, used);
        var protectedOne = await this.BalancerAsync("protected");
        await this.ElbAsync("ModifyLoadBalancerAttributes", new JsonObject
        {
            ["LoadBalancerArn"] = protectedOne,
            ["Attributes"] = new JsonArray(new JsonObject { ["Key"] = "deletion_protection.enabled", ["Value"] = "true" }),
        });
        var alb = (string)(await this.ElbAsync("CreateTargetGroup", new JsonObject
        {
            ["Name"] = "alb",
            ["Protocol"] = "TCP",
            ["Port"] = 80,
            ["VpcId"] = await this.VpcAsync(),
            ["TargetType"] = "alb",
        }))["TargetGroups"]![0]!["TargetGroupArn"]!;
        await this.ElbAsync("RegisterTargets", new JsonObject
        {
            ["TargetGroupArn"] = alb,
            ["Targets"] = new JsonArray(new JsonObject { ["Id"] = balancer }),
        });
        var ok = LoadBalancingCalls.Fixed("200");
        var subnets = (await this.SubnetsAsync()).Select(subnet => (string)subnet!).ToList();
        var rules = (await this.ElbAsync("DescribeRules", new JsonObject { ["ListenerArn"] = listener }))["Rules"]!;
        foreach (var (name, value) in new[]
        {
            ("lb", balancer), ("other", other), ("protected", protectedOne), ("listener", listener), ("used", used), ("alb", alb),
            ("group", await this.GroupAsync("group")), ("instances", await this.GroupAsync("instances", new JsonObject { ["TargetType"] = "instance" })),
            ("http2", await this.GroupAsync("http2", new JsonObject { ["ProtocolVersion"] = "HTTP2" })),
            ("grpc", await this.GroupAsync("grpc", new JsonObject { ["ProtocolVersion"] = "GRPC" })),
            ("rule", await this.RuleAsync(listener, 10, "/a", ok)), ("rule2", await this.RuleAsync(listener, 20, "/b", ok)),
            ("default", (string)rules[0]!["RuleArn"]!), ("s1", subnets[0]), ("s2", subnets[1]), ("s3", subnets[2]), ("vpc", await this.VpcAsync()),
            ("certificate", await this.CertificateAsync("www.example.com")),
            ("ok", ok.ToJsonString()), ("arn", "arn:aws:elasticloadbalancing:us-east-1:000000000000"),
        })
        {
            _names[name] = value;
        }
    }

    public JsonObject Input(string json)
    {
        foreach (var (name, value) in _names)
        {
            json = json.Replace("{" + name + "}", value);
        }

        return JsonNode.Parse(json)!.AsObject();
    }
}
