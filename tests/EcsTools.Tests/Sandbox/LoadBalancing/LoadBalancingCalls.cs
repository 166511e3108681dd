using System;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>What tests of load balancers ask of a sandbox, simulated or real.</summary>
internal static class LoadBalancingCalls
{
    public static Task<JsonObject> ElbAsync(this EcsSandbox sandbox, string operation, JsonObject? input = null)
        => sandbox.Boto.CallAsync("elbv2", operation, input);

    public static Task<string> ElbRefusedAsync(this EcsSandbox sandbox, string operation, JsonObject? input = null)
        => sandbox.Boto.RefusalAsync("elbv2", operation, input);

    public static async Task<JsonArray> SubnetsAsync(this EcsSandbox sandbox)
        => new((await sandbox.Boto.CallAsync("ec2", "DescribeSubnets"))["Subnets"]!.AsArray().Select(subnet => subnet!["SubnetId"]!.DeepClone()).ToArray());

    public static async Task<string> VpcAsync(this EcsSandbox sandbox) => (string)(await sandbox.Boto.CallAsync("ec2", "DescribeVpcs"))["Vpcs"]![0]!["VpcId"]!;

    /// <summary>The ARN of a new load balancer.</summary>
    public static async Task<string> BalancerAsync(this EcsSandbox sandbox, string? name = null) => (string)(await sandbox.ElbAsync(
        "CreateLoadBalancer",
        new JsonObject { ["Name"] = name ?? EcsSandbox.Unique("lb"), ["Subnets"] = await sandbox.SubnetsAsync() }))["LoadBalancers"]![0]!["LoadBalancerArn"]!;

    /// <summary>The ARN of a new target group of addresses.</summary>
    public static async Task<string> GroupAsync(this EcsSandbox sandbox, string? name = null, JsonObject? more = null)
    {
        var input = new JsonObject
        {
            ["Name"] = name ?? EcsSandbox.Unique("tg"),
            ["Protocol"] = "HTTP",
            ["Port"] = 80,
            ["VpcId"] = await sandbox.VpcAsync(),
            ["TargetType"] = "ip",
        };
        foreach (var member in more ?? [])
        {
            input[member.Key] = member.Value?.DeepClone();
        }

        return (string)(await sandbox.ElbAsync("CreateTargetGroup", input))["TargetGroups"]![0]!["TargetGroupArn"]!;
    }

    /// <summary>The ARN of a new listener.</summary>
    /// <param name="sandbox">The sandbox.</param>
    /// <param name="balancer">The load balancer.</param>
    /// <param name="port">The port.</param>
    /// <param name="group">The target group, or null for a fixed answer.</param>
    public static async Task<string> ListenerAsync(this EcsSandbox sandbox, string balancer, int port = 80, string? group = null)
        => (string)(await sandbox.ElbAsync(
        "CreateListener",
        new JsonObject
        {
            ["LoadBalancerArn"] = balancer,
            ["Protocol"] = "HTTP",
            ["Port"] = port,
            ["DefaultActions"] = new JsonArray(group is null ? Fixed("404") : Forward(group)),
        }))["Listeners"]![0]!["ListenerArn"]!;

    /// <summary>The ARN of a new rule for a path.</summary>
    public static async Task<string> RuleAsync(this EcsSandbox sandbox, string listener, int priority, string path, JsonObject action)
        => (string)(await sandbox.ElbAsync(
        "CreateRule",
        new JsonObject
        {
            ["ListenerArn"] = listener,
            ["Priority"] = priority,
            ["Conditions"] = new JsonArray(Path(path)),
            ["Actions"] = new JsonArray(action.DeepClone()),
        }))["Rules"]![0]!["RuleArn"]!;

    /// <summary>The ARN of a new certificate, once it is issued.</summary>
    public static async Task<string> CertificateAsync(this EcsSandbox sandbox, string domain, params string[] others)
    {
        var input = new JsonObject { ["DomainName"] = domain, ["ValidationMethod"] = "DNS" };
        if (others.Length > 0)
        {
            input["SubjectAlternativeNames"] = new JsonArray(others.Select(name => (JsonNode)name).ToArray());
        }

        var arn = (string)(await sandbox.Boto.CallAsync("acm", "RequestCertificate", input))["CertificateArn"]!;
        await UntilAsync(async () => (string)(await sandbox.DescribeCertificateAsync(arn))["Status"]! == "ISSUED", "issued");
        return arn;
    }

    public static async Task<JsonObject> DescribeCertificateAsync(this EcsSandbox sandbox, string arn)
        => (await sandbox.Boto.CallAsync("acm", "DescribeCertificate", new JsonObject { ["CertificateArn"] = arn }))["Certificate"]!.AsObject();

    public static async Task<JsonArray> HealthAsync(this EcsSandbox sandbox, string group)
        => (await sandbox.ElbAsync("DescribeTargetHealth", new JsonObject { ["TargetGroupArn"] = group }))["TargetHealthDescriptions"]!.AsArray();

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
