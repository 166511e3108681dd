using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Ec2;
using EcsTools.Tests.Sandbox.Ecs;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>Tags, attributes, limits and the saved state of load balancers.</summary>
public sealed class ResourceTests(LoadBalancingSandbox sandbox) : IClassFixture<LoadBalancingSandbox>
{
    [SkippableFact]
    public async Task Every_resource_has_tags_that_can_be_added_and_removed()
    {
        var balancer = await sandbox.BalancerAsync();
        var listener = await sandbox.ListenerAsync(balancer);
        var arns = new[]
        {
            balancer, listener, await sandbox.GroupAsync(), await sandbox.RuleAsync(listener, 1, "/1", LoadBalancingCalls.Fixed("200")),
        };
        var resources = new JsonArray(arns.Select(arn => (JsonNode)arn).ToArray());
        await sandbox.ElbAsync("AddTags", new JsonObject
        {
            ["ResourceArns"] = resources.DeepClone(),
            ["Tags"] = new JsonArray(Tag("a", "1"), Tag("b", "2")),
        });
        await sandbox.ElbAsync("RemoveTags", new JsonObject { ["ResourceArns"] = resources.DeepClone(), ["TagKeys"] = new JsonArray("a", "none") });

        var found = (await sandbox.ElbAsync("DescribeTags", new JsonObject { ["ResourceArns"] = resources.DeepClone() }))["TagDescriptions"]!.AsArray();
        Assert.Equal(arns, found.Select(item => (string)item!["ResourceArn"]!));
        Assert.All(found, item => Assert.Equal(("b", "2"), Pair(Assert.Single(item!["Tags"]!.AsArray())!)));
    }

    [SkippableFact]
    public async Task Attributes_have_the_defaults_of_AWS_and_keep_what_is_set()
    {
        var (balancer, group) = (await sandbox.BalancerAsync(), await sandbox.GroupAsync());
        var listener = await sandbox.ListenerAsync(balancer);
        Assert.Equal("60", await AttributeAsync("LoadBalancer", balancer, "idle_timeout.timeout_seconds"));
        Assert.Equal("3600", await AttributeAsync("LoadBalancer", balancer, "client_keep_alive.seconds"));
        Assert.Equal("append", await AttributeAsync("LoadBalancer", balancer, "routing.http.xff_header_processing.mode"));
        Assert.Equal("300", await AttributeAsync("TargetGroup", group, "deregistration_delay.timeout_seconds"));
        Assert.Equal("86400", await AttributeAsync("TargetGroup", group, "stickiness.lb_cookie.duration_seconds"));
        Assert.Equal("true", await AttributeAsync("Listener", listener, "routing.http.response.server.enabled"));

        await ModifyAsync("TargetGroup", group, "deregistration_delay.timeout_seconds", "0");
        await ModifyAsync("TargetGroup", group, "slow_start.duration_seconds", "30");
        await ModifyAsync("TargetGroup", group, "slow_start.duration_seconds", "0");
        Assert.Equal("0", await AttributeAsync("TargetGroup", group, "deregistration_delay.timeout_seconds"));
        Assert.Equal("0", await AttributeAsync("TargetGroup", group, "slow_start.duration_seconds"));
    }

    [SkippableFact]
    public async Task Limits_and_security_policies_are_listed()
    {
        var limits = (await sandbox.ElbAsync("DescribeAccountLimits"))["Limits"]!.AsArray();
        Assert.Equal("100", (string)limits.Single(limit => (string)limit!["Name"]! == "rules-per-application-load-balancer")!["Max"]!);
        var policy = Assert.Single((await sandbox.ElbAsync(
            "DescribeSSLPolicies",
            new JsonObject { ["Names"] = new JsonArray("ELBSecurityPolicy-TLS13-1-2-2021-06") }))["SslPolicies"]!.AsArray())!;
        Assert.Equal(["TLSv1.2", "TLSv1.3"], policy["SslProtocols"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(1, (int)policy["Ciphers"]![0]!["Priority"]!);
    }

    [SkippableFact]
    public async Task A_policy_may_be_limited_to_resources_by_name_and_by_tag()
    {
        var balancer = await sandbox.BalancerAsync();
        await sandbox.ElbAsync("AddTags", new JsonObject { ["ResourceArns"] = new JsonArray(balancer), ["Tags"] = new JsonArray(Tag("team", "red")) });
        using var theirs = await UserAsync(
            """
            {"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":"elasticloadbalancing:CreateTargetGroup","Resource":"arn:aws:elasticloadbalancing:*:*:targetgroup/mine-*"},
            {"Effect":"Allow","Action":"elasticloadbalancing:CreateListener","Resource":"*",
            "Condition":{"StringEquals":{"aws:ResourceTag/team":"red"}}}]}
            """);
        var group = new JsonObject { ["Name"] = "mine-1", ["Protocol"] = "HTTP", ["Port"] = 80, ["VpcId"] = await sandbox.VpcAsync(), ["TargetType"] = "ip" };
        await theirs.CallAsync("elbv2", "CreateTargetGroup", group);
        group["Tags"] = new JsonArray(Tag("a", "1"));
        Assert.Contains("elasticloadbalancing:AddTags", await theirs.RefusalAsync("elbv2", "CreateTargetGroup", group));
        group.Remove("Tags");
        group["Name"] = "other-1";
        Assert.Contains("AccessDenied", await theirs.RefusalAsync("elbv2", "CreateTargetGroup", group));
        JsonObject Listener(string arn) => new()
        {
            ["LoadBalancerArn"] = arn,
            ["Protocol"] = "HTTP",
            ["Port"] = 80,
            ["DefaultActions"] = new JsonArray(LoadBalancingCalls.Fixed("200")),
        };
        await theirs.CallAsync("elbv2", "CreateListener", Listener(balancer));
        Assert.Contains("AccessDenied", await theirs.RefusalAsync("elbv2", "CreateListener", Listener(await sandbox.BalancerAsync())));
    }

    [SkippableFact]
    public async Task A_subnet_without_eight_free_addresses_is_refused()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);
        using var boto = new Boto(server);
        var subnets = (await boto.CallAsync("ec2", "DescribeSubnets"))["Subnets"]!.AsArray().Select(subnet => (string)subnet!["SubnetId"]!).ToList();
        var ec2 = server.Cloud.Service<Ec2Service>();
        while (ec2.FreeAddresses(ec2.FindSubnet(subnets[0])!) >= 8)
        {
            ec2.AttachInterface(subnets[0], [], withPublicIp: false, "taken");
        }

        Assert.StartsWith("InvalidSubnet: Not enough IP space available", await boto.RefusalAsync("elbv2", "CreateLoadBalancer", new JsonObject
        {
            ["Name"] = "full",
            ["Subnets"] = new JsonArray(subnets[0], subnets[1]),
        }));
    }

    [SkippableFact]
    public async Task Everything_is_there_again_after_a_restart()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            string before;
            await using (var first = new Restarted(folder))
            {
                await first.InitializeAsync();
                var (balancer, group) = (await first.BalancerAsync("kept"), await first.GroupAsync("kept"));
                var listener = await first.ListenerAsync(balancer, 80, group);
                await first.RuleAsync(listener, 3, "/x/*", LoadBalancingCalls.Fixed("200"));
                await first.ElbAsync("RegisterTargets", new JsonObject
                {
                    ["TargetGroupArn"] = group,
                    ["Targets"] = new JsonArray(new JsonObject { ["Id"] = "172.31.0.9", ["Port"] = 8080 }),
                });
                await first.ElbAsync("ModifyTargetGroupAttributes", Attributes("TargetGroup", group, "stickiness.enabled", "true"));
                await first.ElbAsync("AddTags", new JsonObject { ["ResourceArns"] = new JsonArray(balancer), ["Tags"] = new JsonArray(Tag("a", "1")) });
                await first.CertificateAsync("kept.example.com");
                before = await first.SummaryAsync();
            }

            await using var second = new Restarted(folder);
            await second.InitializeAsync();
            Assert.Contains("kept.example.com", before);
            Assert.Equal(before, await second.SummaryAsync());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonObject Tag(string key, string value) => new() { ["Key"] = key, ["Value"] = value };

    private static (string Key, string Value) Pair(JsonNode tag) => ((string)tag["Key"]!, (string)tag["Value"]!);

    private static JsonObject Attributes(string kind, string arn, string key, string value)
        => new() { [kind + "Arn"] = arn, ["Attributes"] = new JsonArray(new JsonObject { ["Key"] = key, ["Value"] = value }) };

    private Task<JsonObject> ModifyAsync(string kind, string arn, string key, string value)
        => sandbox.ElbAsync($"Modify{kind}Attributes", Attributes(kind, arn, key, value));

    private async Task<string> AttributeAsync(string kind, string arn, string key)
        => (string)(await sandbox.ElbAsync($"Describe{kind}Attributes", new JsonObject { [kind + "Arn"] = arn }))["Attributes"]!.AsArray()
            .Single(attribute => (string)attribute!["Key"]! == key)!["Value"]!;

    private async Task<Boto> UserAsync(string policy)
    {
        var user = EcsSandbox.Unique("user");
        await sandbox.Boto.CallAsync("iam", "CreateUser", new JsonObject { ["UserName"] = user });
        await sandbox.Boto.CallAsync(
            "iam", "PutUserPolicy", new JsonObject { ["UserName"] = user, ["PolicyName"] = "p", ["PolicyDocument"] = policy });
        var key = (await sandbox.Boto.CallAsync("iam", "CreateAccessKey", new JsonObject { ["UserName"] = user }))["AccessKey"]!;
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        return new Boto(sandbox.Server, (string)key["AccessKeyId"]!, (string)key["SecretAccessKey"]!);
    }

    /// <summary>A sandbox over a folder.</summary>
    private sealed class Restarted(string folder) : LoadBalancingSandbox, IAsyncDisposable
    {
        protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Simulated, TimeScale = 1000, DataPath = folder };

        /// <summary>What there is, without what differs from run to run.</summary>
        public async Task<string> SummaryAsync()
        {
            var balancers = (await this.ElbAsync("DescribeLoadBalancers"))["LoadBalancers"]!.AsArray();
            var group = (await this.ElbAsync("DescribeTargetGroups"))["TargetGroups"]![0]!;
            var groupArn = (string)group["TargetGroupArn"]!;
            var balancer = (string)balancers[0]!["LoadBalancerArn"]!;

            // It has a free port where port 80 needs rights.
            balancers[0]!.AsObject().Remove("DNSName");
            var listeners = (await this.ElbAsync("DescribeListeners", new JsonObject { ["LoadBalancerArn"] = balancer }))["Listeners"]!.AsArray();
            return string.Join("\n", new[]
            {
                balancers.ToJsonString(), group.ToJsonString(), listeners.ToJsonString(),
                (await this.ElbAsync("DescribeRules", new JsonObject { ["ListenerArn"] = (string)listeners[0]!["ListenerArn"]! }))["Rules"]!.ToJsonString(),
                (await this.ElbAsync("DescribeTags", new JsonObject { ["ResourceArns"] = new JsonArray(balancer) }))["TagDescriptions"]!.ToJsonString(),
                (await this.ElbAsync(
                    "DescribeTargetGroupAttributes", new JsonObject { ["TargetGroupArn"] = groupArn }))["Attributes"]!.ToJsonString(),
                string.Join(",", (await this.HealthAsync(groupArn)).Select(item => item!["Target"]!.ToJsonString())),
                (await Boto.CallAsync("acm", "ListCertificates"))["CertificateSummaryList"]!.ToJsonString(),
            });
        }

        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
    }
}
