using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Apps.Findings;
using EcsTools.Apps.Preflight;
using EcsTools.Images.Trials;
using EcsTools.Models;
using Xunit;

namespace EcsTools.Tests.Apps;

/// <summary>What a trial tells that a test cannot wait for.</summary>
public class TrialFindingTests
{
    [Theory]
    [InlineData(74, null)]
    [InlineData(76, "80s")]
    public void A_start_is_too_slow_if_the_checks_fail_before_it_ends(int seconds, string? grace)
    {
        var findings = Of(new ContainerTrialResult { HasRun = true, Platform = "linux/amd64", HealthyAfter = TimeSpan.FromSeconds(seconds) });
        Assert.Equal(grace is null ? [] : [FargateAppFindingCode.GraceTooShort], findings.Select(finding => finding.Code));
        Assert.All(findings, finding => Assert.Equal($"Set-FargateService shop-web -Cluster demo -HealthCheckGracePeriod {grace}", finding.FixCommand));
    }

    [Fact]
    public void The_path_of_a_published_app_is_changed_to_one_that_answers()
    {
        var finding = Assert.Single(Of(new ContainerTrialResult
        {
            HasRun = true,
            Platform = "linux/amd64",
            Answers = new Dictionary<string, int> { ["/"] = 404, ["/ping"] = 500, ["/health"] = 204 },
        }));
        Assert.Equal(FargateAppFindingCode.HealthPathFails, finding.Code);
        Assert.Equal("Set-FargateRoute shop-web -LoadBalancer ecstools -HealthCheckPath /health", finding.FixCommand);
    }

    [Fact]
    public void An_image_for_another_processor_is_not_tried()
    {
        var finding = Assert.Single(Of(new ContainerTrialResult { Platform = "linux/arm64" }));
        Assert.Equal(FargateAppFindingCode.PlatformDiffers, finding.Code);
        Assert.Equal(
            "Get-FargateTaskDefinition shop-web:3 | Register-FargateTask -Architecture ARM64 | Set-FargateService shop-web -Cluster demo", finding.FixCommand);
    }

    private static IReadOnlyList<AppFinding> Of(ContainerTrialResult result) => new TrialFindings(
        new CheckedService
        {
            Name = "web",
            ServiceName = "shop-web",
            Cluster = "demo",
            TaskDefinition = "shop-web:3",
            Document = JsonNode.Parse("""{ "containerDefinitions": [{ "name": "web", "image": "example:1" }] }""")!.AsObject(),
            Current = new FargateService
            {
                Cluster = "demo", ClusterArn = "", ServiceName = "shop-web", ServiceArn = "", Status = "ACTIVE", TaskDefinition = "shop-web:3",
                TaskDefinitionArn = "", Region = "us-east-1", AccountId = "123456789012",
            },
            Route = new CheckedRoute
            {
                LoadBalancer = "ecstools", Group = "shop-web", Container = "web", Port = 80, Success = "200-299",
                GracePeriod = TimeSpan.FromSeconds(60), Interval = TimeSpan.FromSeconds(5), UnhealthyThreshold = 3,
            },
        },
        null,
        null).Of(result).ToList();
}
