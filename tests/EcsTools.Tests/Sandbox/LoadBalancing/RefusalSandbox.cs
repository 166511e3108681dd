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
        var (balancer, used, other) = (await BalancerAsync("front"), await GroupAsync("used"), await BalancerAsync("other"));
        var listener = await ListenerAsync(balancer, 80, used);
        var protectedOne = await BalancerAsync("protected");
        await ElbAsync("ModifyLoadBalancerAttributes", new JsonObject
        {
            ["LoadBalancerArn"] = protectedOne,
            ["Attributes"] = new JsonArray(new JsonObject { ["Key"] = "deletion_protection.enabled", ["Value"] = "true" }),
        });
        var alb = (string)(await ElbAsync("CreateTargetGroup", new JsonObject
        {
            ["Name"] = "alb",
            ["Protocol"] = "TCP",
            ["Port"] = 80,
            ["VpcId"] = await VpcAsync(),
            ["TargetType"] = "alb",
        }))["TargetGroups"]![0]!["TargetGroupArn"]!;
        await ElbAsync("RegisterTargets", new JsonObject
        {
            ["TargetGroupArn"] = alb,
            ["Targets"] = new JsonArray(new JsonObject { ["Id"] = balancer }),
        });
        var subnets = (await SubnetsAsync()).Select(subnet => (string)subnet!).ToList();
        var rules = (await ElbAsync("DescribeRules", new JsonObject { ["ListenerArn"] = listener }))["Rules"]!;
        foreach (var (name, value) in new[]
        {
            ("lb", balancer), ("other", other), ("protected", protectedOne), ("listener", listener), ("used", used), ("alb", alb),
            ("group", await GroupAsync("group")), ("instances", await GroupAsync("instances", new JsonObject { ["TargetType"] = "instance" })),
            ("grpc", await GroupAsync("grpc", new JsonObject { ["ProtocolVersion"] = "GRPC" })),
            ("rule", await RuleAsync(listener, 10, "/a", Fixed("200"))), ("rule2", await RuleAsync(listener, 20, "/b", Fixed("200"))),
            ("default", (string)rules[0]!["RuleArn"]!), ("s1", subnets[0]), ("s2", subnets[1]), ("s3", subnets[2]), ("vpc", await VpcAsync()),
            ("certificate", await CertificateAsync("www.example.com")),
            ("ok", Fixed("200").ToJsonString()), ("arn", "arn:aws:elasticloadbalancing:us-east-1:000000000000"),
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
