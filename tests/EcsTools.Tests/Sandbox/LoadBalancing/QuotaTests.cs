using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox.Services.LoadBalancing;
using EcsTools.Tests.Sandbox.Ecs;
using Xunit;

namespace EcsTools.Tests.Sandbox.LoadBalancing;

/// <summary>The quotas of load balancers.</summary>
public sealed class QuotaTests(LoadBalancingSandbox sandbox) : IClassFixture<LoadBalancingSandbox>
{
    [SkippableFact]
    public async Task A_region_has_fifty_load_balancers()
    {
        var count = (await sandbox.ElbAsync("DescribeLoadBalancers"))["LoadBalancers"]!.AsArray().Count;
        var made = new List<string>();
        for (; count < 50; count++)
        {
            made.Add(await sandbox.BalancerAsync());
        }

        Assert.StartsWith("TooManyLoadBalancers", await sandbox.ElbRefusedAsync(
            "CreateLoadBalancer", new JsonObject { ["Name"] = EcsSandbox.Unique("lb"), ["Subnets"] = await sandbox.SubnetsAsync() }));
        foreach (var balancer in made)
        {
            await sandbox.ElbAsync("DeleteLoadBalancer", new JsonObject { ["LoadBalancerArn"] = balancer });
        }
    }

    [SkippableFact]
    public async Task A_load_balancer_has_fifty_listeners()
    {
        var balancer = await sandbox.BalancerAsync();
        for (var port = 20001; port <= 20050; port++)
        {
            await sandbox.ListenerAsync(balancer, port);
        }

        Assert.StartsWith("TooManyListeners", await sandbox.ElbRefusedAsync("CreateListener", new JsonObject
        {
            ["LoadBalancerArn"] = balancer,
            ["Protocol"] = "HTTP",
            ["Port"] = 20051,
            ["DefaultActions"] = new JsonArray(LoadBalancingCalls.Fixed("404")),
        }));
    }

    [SkippableFact]
    public async Task A_load_balancer_forwards_to_a_hundred_target_groups()
    {
        var listener = await sandbox.ListenerAsync(await sandbox.BalancerAsync());
        var groups = new List<string>();
        while (groups.Count < 101)
        {
            groups.Add(await sandbox.GroupAsync());
        }

        for (var rule = 0; rule < 20; rule++)
        {
            await sandbox.RuleAsync(listener, rule + 1, $"/{rule}", Forward(groups.Skip(rule * 5).Take(5)));
        }

        // One that is used already counts once.
        await sandbox.RuleAsync(listener, 30, "/again", Forward([groups[0]]));
        Assert.StartsWith("TooManyUniqueTargetGroupsPerLoadBalancer", await sandbox.ElbRefusedAsync("CreateRule", new JsonObject
        {
            ["ListenerArn"] = listener,
            ["Priority"] = 31,
            ["Conditions"] = new JsonArray(LoadBalancingCalls.Path("/more")),
            ["Actions"] = new JsonArray(Forward([groups[100]])),
        }));
    }

    [SkippableFact]
    public async Task A_load_balancer_has_25_certificates_besides_the_default_one()
    {
        var balancer = await sandbox.BalancerAsync();
        var arns = new List<string>();
        for (var index = 0; index < 27; index++)
        {
            arns.Add((string)(await sandbox.Boto.CallAsync(
                "acm", "RequestCertificate", new JsonObject { ["DomainName"] = $"a{index}.example.com" }))["CertificateArn"]!);
        }

        await LoadBalancingCalls.UntilAsync(
            async () => (string)(await sandbox.DescribeCertificateAsync(arns[26]))["Status"]! == "ISSUED", "issued");
        var listener = (string)(await sandbox.ElbAsync("CreateListener", new JsonObject
        {
            ["LoadBalancerArn"] = balancer,
            ["Protocol"] = "HTTPS",
            ["Port"] = 443,
            ["Certificates"] = Certificates(arns.Take(1)),
            ["DefaultActions"] = new JsonArray(LoadBalancingCalls.Fixed("404")),
        }))["Listeners"]![0]!["ListenerArn"]!;
        await sandbox.ElbAsync(
            "AddListenerCertificates", new JsonObject { ["ListenerArn"] = listener, ["Certificates"] = Certificates(arns.Skip(1).Take(25)) });
        Assert.StartsWith("TooManyCertificates", await sandbox.ElbRefusedAsync(
            "AddListenerCertificates", new JsonObject { ["ListenerArn"] = listener, ["Certificates"] = Certificates(arns.Skip(26)) }));
    }

    /// <summary>The groups come as those of a saved sandbox do: three thousand calls would take long.</summary>
    [SkippableFact]
    public async Task A_region_has_three_thousand_target_groups()
    {
        var full = new LoadBalancingSandbox();
        await full.InitializeAsync();
        try
        {
            var group = await full.GroupAsync("one");
            var service = full.Server.Cloud.Service<LoadBalancingService>();
            var saved = service.Save()!.AsObject()["groups"]![0]!.ToJsonString();
            service.Load(new JsonObject
            {
                ["groups"] = new JsonArray([.. Enumerable.Range(2, 2998).Select(
                    number => JsonNode.Parse(saved.Replace(group, group.Replace("/one/", $"/more-{number}/"), StringComparison.Ordinal)))]),
                ["balancers"] = new JsonArray(),
            });
            await full.GroupAsync("last");
            Assert.StartsWith("TooManyTargetGroups", await full.ElbRefusedAsync("CreateTargetGroup", new JsonObject
            {
                ["Name"] = "over", ["Protocol"] = "HTTP", ["Port"] = 80, ["VpcId"] = await full.VpcAsync(), ["TargetType"] = "ip",
            }));
        }
        finally
        {
            await full.DisposeAsync();
        }
    }

    [SkippableFact]
    public async Task A_target_group_has_a_thousand_targets()
    {
        var group = await sandbox.GroupAsync();
        JsonObject Targets(int count) => new()
        {
            ["TargetGroupArn"] = group,
            ["Targets"] = new JsonArray(Enumerable.Range(1, count)
                .Select(port => (JsonNode)new JsonObject { ["Id"] = "172.31.0.9", ["Port"] = port })
                .ToArray()),
        };
        Assert.StartsWith("TooManyTargets", await sandbox.ElbRefusedAsync("RegisterTargets", Targets(1001)));
        Assert.Empty(await sandbox.HealthAsync(group));
        await sandbox.ElbAsync("RegisterTargets", Targets(1000));
        await sandbox.ElbAsync("RegisterTargets", Targets(1000));
        Assert.Equal(1000, (await sandbox.HealthAsync(group)).Count);
        await sandbox.ElbAsync("DeregisterTargets", Targets(1000));
        Assert.Empty(await sandbox.HealthAsync(group));
    }

    private static JsonObject Forward(IEnumerable<string> groups) => new()
    {
        ["Type"] = "forward",
        ["ForwardConfig"] = new JsonObject
        {
            ["TargetGroups"] = new JsonArray(
                groups.Select(group => (JsonNode)new JsonObject { ["TargetGroupArn"] = group, ["Weight"] = 1 }).ToArray()),
        },
    };

    private static JsonArray Certificates(IEnumerable<string> arns)
        => new(arns.Select(arn => (JsonNode)new JsonObject { ["CertificateArn"] = arn }).ToArray());
}
