using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Ecs;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>Load balancers, target groups and listeners as boto3 sees them.</summary>
public sealed class LoadBalancerTests(LoadBalancingSandbox sandbox) : IClassFixture<LoadBalancingSandbox>
{
    [SkippableFact]
    public async Task A_load_balancer_is_provisioned_then_active_then_gone()
    {
        var name = EcsSandbox.Unique("lb");
        var created = (await sandbox.ElbAsync(
            "CreateLoadBalancer", new JsonObject { ["Name"] = name, ["Subnets"] = await sandbox.SubnetsAsync() }))["LoadBalancers"]![0]!;
        var arn = (string)created["LoadBalancerArn"]!;

        Assert.Equal("provisioning", (string)created["State"]!["Code"]!);
        Assert.Equal(("internet-facing", "application", "ipv4"), ((string)created["Scheme"]!, (string)created["Type"]!, (string)created["IpAddressType"]!));
        Assert.Equal(3, created["AvailabilityZones"]!.AsArray().Select(zone => (string)zone!["ZoneName"]!).Distinct().Count());
        Assert.Single(created["SecurityGroups"]!.AsArray());
        Assert.Matches($"^arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/{name}/[0-9a-f]{{16}}$", arn);
        await LoadBalancingCalls.UntilAsync(
            async () => (string)(await DescribeAsync(name))["State"]!["Code"]! == "active", "active");
        await sandbox.ElbAsync("DeleteLoadBalancer", new JsonObject { ["LoadBalancerArn"] = arn });
        Assert.StartsWith(
            $"LoadBalancerNotFound: Load balancers '[{name}]' not found",
            await sandbox.ElbRefusedAsync("DescribeLoadBalancers", new JsonObject { ["Names"] = new JsonArray(name) }));
    }

    [SkippableFact]
    public async Task The_same_settings_again_give_the_same_resources_and_others_are_refused()
    {
        var (lb, tg) = (EcsSandbox.Unique("lb"), EcsSandbox.Unique("tg"));
        var (balancer, group) = (await sandbox.BalancerAsync(lb), await sandbox.GroupAsync(tg));
        var listener = await sandbox.ListenerAsync(balancer, 80, group);

        Assert.Equal(balancer, await sandbox.BalancerAsync(lb));
        Assert.Equal(group, await sandbox.GroupAsync(tg));
        Assert.Equal(listener, await sandbox.ListenerAsync(balancer, 80, group));
        Assert.StartsWith("DuplicateLoadBalancerName: A load balancer with the same name", await sandbox.ElbRefusedAsync(
            "CreateLoadBalancer",
            new JsonObject { ["Name"] = lb, ["Subnets"] = await sandbox.SubnetsAsync(), ["Scheme"] = "internal" }));
        Assert.StartsWith("DuplicateTargetGroupName: A target group with the same name", await sandbox.ElbRefusedAsync(
            "CreateTargetGroup",
            new JsonObject { ["Name"] = tg, ["Protocol"] = "HTTP", ["Port"] = 81, ["VpcId"] = await sandbox.VpcAsync(), ["TargetType"] = "ip" }));
    }

    [SkippableFact]
    public async Task What_uses_a_target_group_or_a_security_group_keeps_it()
    {
        var (balancer, group) = (await sandbox.BalancerAsync(), await sandbox.GroupAsync());
        var listener = await sandbox.ListenerAsync(balancer, 80, group);
        var security = (string)(await sandbox.Boto.CallAsync("ec2", "CreateSecurityGroup", new JsonObject
        {
            ["GroupName"] = EcsSandbox.Unique("lb"),
            ["Description"] = "of a load balancer",
        }))["GroupId"]!;
        await sandbox.ElbAsync("SetSecurityGroups", new JsonObject { ["LoadBalancerArn"] = balancer, ["SecurityGroups"] = new JsonArray(security) });

        Assert.Equal([balancer], await UsersAsync(group));
        Assert.Equal(
            $"ResourceInUse: Target group '{group}' is currently in use by a listener or a rule",
            await sandbox.ElbRefusedAsync("DeleteTargetGroup", new JsonObject { ["TargetGroupArn"] = group }));
        var deletion = new JsonObject { ["GroupId"] = security };
        Assert.StartsWith("DependencyViolation", await sandbox.Boto.RefusalAsync("ec2", "DeleteSecurityGroup", deletion));

        await sandbox.ElbAsync("DeleteLoadBalancer", new JsonObject { ["LoadBalancerArn"] = balancer });
        Assert.Empty(await UsersAsync(group));
        Assert.StartsWith("ListenerNotFound", await sandbox.ElbRefusedAsync("DescribeRules", new JsonObject { ["ListenerArn"] = listener }));
        await sandbox.ElbAsync("DeleteTargetGroup", new JsonObject { ["TargetGroupArn"] = group });
        await sandbox.Boto.CallAsync("ec2", "DeleteSecurityGroup", deletion);
    }

    [SkippableFact]
    public async Task A_target_group_has_the_defaults_of_AWS_and_takes_changes()
    {
        var group = await sandbox.GroupAsync();
        var described = (await DescribeGroupAsync(group))!;
        Assert.Equal(
            ("HTTP", "traffic-port", "/", 30, 6, 5, 2, "200", "HTTP1"),
            ((string)described["HealthCheckProtocol"]!, (string)described["HealthCheckPort"]!, (string)described["HealthCheckPath"]!,
                (int)described["HealthCheckIntervalSeconds"]!, (int)described["HealthCheckTimeoutSeconds"]!,
                (int)described["HealthyThresholdCount"]!, (int)described["UnhealthyThresholdCount"]!,
                (string)described["Matcher"]!["HttpCode"]!, (string)described["ProtocolVersion"]!));

        await sandbox.ElbAsync("ModifyTargetGroup", new JsonObject
        {
            ["TargetGroupArn"] = group,
            ["HealthCheckIntervalSeconds"] = 6,
            ["HealthCheckTimeoutSeconds"] = 5,
            ["HealthCheckPath"] = "/health",
            ["Matcher"] = new JsonObject { ["HttpCode"] = "200-299,302" },
        });
        described = (await DescribeGroupAsync(group))!;
        Assert.Equal(
            (6, 5, "/health", "200-299,302", 5),
            ((int)described["HealthCheckIntervalSeconds"]!, (int)described["HealthCheckTimeoutSeconds"]!, (string)described["HealthCheckPath"]!,
                (string)described["Matcher"]!["HttpCode"]!, (int)described["HealthyThresholdCount"]!));
    }

    [SkippableFact]
    public async Task A_listener_keeps_its_actions_through_a_change_of_port()
    {
        var (balancer, group) = (await sandbox.BalancerAsync(), await sandbox.GroupAsync());
        var listener = await sandbox.ListenerAsync(balancer, 80, group);
        await sandbox.ListenerAsync(balancer, 81);
        Assert.StartsWith(
            "DuplicateListener", await sandbox.ElbRefusedAsync("ModifyListener", new JsonObject { ["ListenerArn"] = listener, ["Port"] = 81 }));
        await sandbox.ElbAsync("ModifyListener", new JsonObject { ["ListenerArn"] = listener, ["Port"] = 8080 });

        var found = (await sandbox.ElbAsync("DescribeListeners", new JsonObject { ["LoadBalancerArn"] = balancer }))["Listeners"]!.AsArray();
        Assert.Equal([81, 8080], found.Select(item => (int)item!["Port"]!));
        var action = found[1]!["DefaultActions"]![0]!;
        Assert.Equal(("forward", group), ((string)action["Type"]!, (string)action["TargetGroupArn"]!));
        Assert.Equal(1, (int)action["ForwardConfig"]!["TargetGroups"]![0]!["Weight"]!);
        Assert.False((bool)action["ForwardConfig"]!["TargetGroupStickinessConfig"]!["Enabled"]!);
        var rule = Assert.Single((await sandbox.ElbAsync("DescribeRules", new JsonObject { ["ListenerArn"] = listener }))["Rules"]!.AsArray())!;
        Assert.Equal(("default", true), ((string)rule["Priority"]!, (bool)rule["IsDefault"]!));
    }

    [SkippableFact]
    public async Task Lists_come_in_pages()
    {
        var balancer = await sandbox.BalancerAsync();
        var listener = await sandbox.ListenerAsync(balancer);
        for (var priority = 1; priority <= 5; priority++)
        {
            await sandbox.RuleAsync(listener, priority, $"/{priority}", LoadBalancingCalls.Fixed("200"));
        }

        var input = new JsonObject { ["ListenerArn"] = listener, ["PageSize"] = 2 };
        var pages = 0;
        var priorities = new System.Collections.Generic.List<string>();
        string? marker;
        do
        {
            var page = await sandbox.ElbAsync("DescribeRules", input);
            priorities.AddRange(page["Rules"]!.AsArray().Select(rule => (string)rule!["Priority"]!));
            marker = (string?)page["NextMarker"];
            input["Marker"] = marker;
            pages++;
        }
        while (marker is not null);

        Assert.Equal((3, "1 2 3 4 5 default"), (pages, string.Join(" ", priorities)));
        input["Marker"] = "none";
        Assert.StartsWith("ValidationError", await sandbox.ElbRefusedAsync("DescribeRules", input));
    }

    [SkippableFact]
    public async Task An_https_listener_has_a_default_certificate_and_others_beside_it()
    {
        var balancer = await sandbox.BalancerAsync();
        var (first, second) = (await sandbox.CertificateAsync("a.example.com"), await sandbox.CertificateAsync("b.example.com", "*.b.example.com"));
        var created = (await sandbox.ElbAsync("CreateListener", new JsonObject
        {
            ["LoadBalancerArn"] = balancer,
            ["Protocol"] = "HTTPS",
            ["Port"] = 443,
            ["Certificates"] = new JsonArray(new JsonObject { ["CertificateArn"] = first }),
            ["DefaultActions"] = new JsonArray(LoadBalancingCalls.Fixed("404")),
        }))["Listeners"]![0]!;
        var listener = (string)created["ListenerArn"]!;
        var other = new JsonArray(new JsonObject { ["CertificateArn"] = second });
        await sandbox.ElbAsync("AddListenerCertificates", new JsonObject { ["ListenerArn"] = listener, ["Certificates"] = other.DeepClone() });

        Assert.Equal("ELBSecurityPolicy-2016-08", (string)created["SslPolicy"]!);
        Assert.Equal([(first, true), (second, false)], await CertificatesAsync(listener));
        Assert.Equal(balancer, (string?)(await sandbox.DescribeCertificateAsync(second))["InUseBy"]![0]);
        Assert.StartsWith(
            "ResourceInUseException", await sandbox.Boto.RefusalAsync("acm", "DeleteCertificate", new JsonObject { ["CertificateArn"] = second }));
        Assert.StartsWith("OperationNotPermitted", await sandbox.ElbRefusedAsync("RemoveListenerCertificates", new JsonObject
        {
            ["ListenerArn"] = listener,
            ["Certificates"] = new JsonArray(new JsonObject { ["CertificateArn"] = first }),
        }));
        await sandbox.ElbAsync("ModifyListener", new JsonObject { ["ListenerArn"] = listener, ["Certificates"] = other.DeepClone() });
        Assert.Equal([(second, true)], await CertificatesAsync(listener));
        await sandbox.Boto.CallAsync("acm", "DeleteCertificate", new JsonObject { ["CertificateArn"] = first });
    }

    private async Task<(string Arn, bool IsDefault)[]> CertificatesAsync(string listener)
        => (await sandbox.ElbAsync("DescribeListenerCertificates", new JsonObject { ["ListenerArn"] = listener }))["Certificates"]!.AsArray()
            .Select(item => ((string)item!["CertificateArn"]!, (bool)item["IsDefault"]!))
            .ToArray();

    private async Task<JsonNode> DescribeAsync(string name)
        => (await sandbox.ElbAsync("DescribeLoadBalancers", new JsonObject { ["Names"] = new JsonArray(name) }))["LoadBalancers"]![0]!;

    private async Task<JsonNode?> DescribeGroupAsync(string group)
        => (await sandbox.ElbAsync("DescribeTargetGroups", new JsonObject { ["TargetGroupArns"] = new JsonArray(group) }))["TargetGroups"]![0];

    private async Task<string[]> UsersAsync(string group)
        => (await DescribeGroupAsync(group))!["LoadBalancerArns"]!.AsArray().Select(arn => (string)arn!).ToArray();
}
