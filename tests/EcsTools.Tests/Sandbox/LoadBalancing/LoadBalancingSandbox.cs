using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Tests.Sandbox.Ecs;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>A simulated sandbox, and what tests of load balancers ask of it.</summary>
public class LoadBalancingSandbox : EcsSandbox
{
    protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Simulated, TimeScale = 20 };

    public Task<JsonObject> ElbAsync(string operation, JsonObject? input = null) => Boto.CallAsync("elbv2", operation, input);

    public Task<string> ElbRefusedAsync(string operation, JsonObject? input = null) => Boto.RefusalAsync("elbv2", operation, input);

    public async Task<JsonArray> SubnetsAsync()
        => new((await Boto.CallAsync("ec2", "DescribeSubnets"))["Subnets"]!.AsArray().Select(subnet => subnet!["SubnetId"]!.DeepClone()).ToArray());

    public async Task<string> VpcAsync() => (string)(await Boto.CallAsync("ec2", "DescribeVpcs"))["Vpcs"]![0]!["VpcId"]!;

    /// <summary>The ARN of a new load balancer.</summary>
    public async Task<string> BalancerAsync(string? name = null) => (string)(await ElbAsync(
        "CreateLoadBalancer",
        new JsonObject { ["Name"] = name ?? Unique("lb"), ["Subnets"] = await SubnetsAsync() }))["LoadBalancers"]![0]!["LoadBalancerArn"]!;

    /// <summary>The ARN of a new target group of addresses.</summary>
    public async Task<string> GroupAsync(string? name = null, JsonObject? more = null)
    {
        var input = new JsonObject
        {
            ["Name"] = name ?? Unique("tg"),
            ["Protocol"] = "HTTP",
            ["Port"] = 80,
            ["VpcId"] = await VpcAsync(),
            ["TargetType"] = "ip",
        };
        foreach (var member in more ?? [])
        {
            input[member.Key] = member.Value?.DeepClone();
        }

        return (string)(await ElbAsync("CreateTargetGroup", input))["TargetGroups"]![0]!["TargetGroupArn"]!;
    }

    /// <summary>The ARN of a new listener.</summary>
    /// <param name="balancer">The load balancer.</param>
    /// <param name="port">The port.</param>
    /// <param name="group">The target group, or null for a fixed answer.</param>
    public async Task<string> ListenerAsync(string balancer, int port = 80, string? group = null) => (string)(await ElbAsync(
        "CreateListener",
        new JsonObject
        {
            ["LoadBalancerArn"] = balancer,
            ["Protocol"] = "HTTP",
            ["Port"] = port,
            ["DefaultActions"] = new JsonArray(group is null ? Fixed("404") : Forward(group)),
        }))["Listeners"]![0]!["ListenerArn"]!;

    /// <summary>The ARN of a new rule for a path.</summary>
    public async Task<string> RuleAsync(string listener, int priority, string path, JsonObject action) => (string)(await ElbAsync(
        "CreateRule",
        new JsonObject
        {
            ["ListenerArn"] = listener,
            ["Priority"] = priority,
            ["Conditions"] = new JsonArray(Path(path)),
            ["Actions"] = new JsonArray(action),
        }))["Rules"]![0]!["RuleArn"]!;

    /// <summary>The ARN of a new certificate, once it is issued.</summary>
    public async Task<string> CertificateAsync(string domain, params string[] others)
    {
        var input = new JsonObject { ["DomainName"] = domain, ["ValidationMethod"] = "DNS" };
        if (others.Length > 0)
        {
            input["SubjectAlternativeNames"] = new JsonArray(others.Select(name => (JsonNode)name).ToArray());
        }

        var arn = (string)(await Boto.CallAsync("acm", "RequestCertificate", input))["CertificateArn"]!;
        await UntilAsync(async () => (string)(await DescribeCertificateAsync(arn))["Status"]! == "ISSUED", "issued");
        return arn;
    }

    public async Task<JsonObject> DescribeCertificateAsync(string arn)
        => (await Boto.CallAsync("acm", "DescribeCertificate", new JsonObject { ["CertificateArn"] = arn }))["Certificate"]!.AsObject();

    public async Task<JsonArray> HealthAsync(string group)
        => (await ElbAsync("DescribeTargetHealth", new JsonObject { ["TargetGroupArn"] = group }))["TargetHealthDescriptions"]!.AsArray();

    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            if (await holds())
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("It never was " + what + ".");
    }

    public static JsonObject Forward(string group) => new() { ["Type"] = "forward", ["TargetGroupArn"] = group };

    public static JsonObject Fixed(string status)
        => new() { ["Type"] = "fixed-response", ["FixedResponseConfig"] = new JsonObject { ["StatusCode"] = status } };

    public static JsonObject Path(params string[] values) => new()
    {
        ["Field"] = "path-pattern",
        ["PathPatternConfig"] = new JsonObject { ["Values"] = new JsonArray(values.Select(value => (JsonNode)value).ToArray()) },
    };
}
