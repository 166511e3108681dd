using System;
using System.Linq;
using Amazon.ElasticLoadBalancingV2.Model;
using EcsTools.Models;
using EcsTools.Routing;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>Shares of requests, and the steps in which they move.</summary>
public sealed class RouteWeightTests
{
    [Theory]
    [InlineData(new[] { 90 }, 100, new[] { 100 })]
    [InlineData(new[] { 1, 1, 1 }, 100, new[] { 34, 33, 33 })]
    [InlineData(new[] { 30, 10 }, 80, new[] { 60, 20 })]
    [InlineData(new[] { 0, 0 }, 90, new[] { 45, 45 })]
    [InlineData(new int[0], 90, new int[0])]
    public void Others_keep_their_ratio_and_the_parts_add_up(int[] weights, int whole, int[] parts)
        => Assert.Equal(parts, RouteWeights.Distribute(weights, whole));

    [Fact]
    public void A_group_gets_its_share_and_the_one_that_answers_now_the_rest()
    {
        var users = new PlannedGroup("users", new TargetGroup { TargetGroupArn = Arn("users") });
        var shared = RouteWeights.Share([(Arn("monolith"), 1)], users, 10);
        Assert.Equal([("users", 10), ("monolith", 90)], shared.Select(weight => (weight.Name, weight.Weight)));
        var again = RouteWeights.Share([(Arn("users"), 10), (Arn("monolith"), 90)], users, 100);
        Assert.Equal([("users", 100), ("monolith", 0)], again.Select(weight => (weight.Name, weight.Weight)));
    }

    [Theory]
    [InlineData(20, 5)]
    [InlineData(30, 4)]
    [InlineData(100, 1)]
    [InlineData(33.4, 3)]
    public void Traffic_moves_in_equal_steps_to_exactly_the_requested_weights(double step, int count)
    {
        var stages = WeightShift.Stages([(Arn("users"), 0), (Arn("api"), 100)], [(Arn("users"), 100), (Arn("api"), 0)], step);
        Assert.Equal(count, stages.Count);
        Assert.Equal([(Arn("users"), 100), (Arn("api"), 0)], stages[^1]);
        for (var i = 0; i < stages.Count - 1; i++)
        {
            Assert.Equal(999, stages[i].Sum(weight => weight.Weight));
            Assert.InRange(stages[i].First(weight => weight.Arn == Arn("users")).Weight, (int)((i + 1) * step * 9.99) - 1, (int)((i + 1) * step * 9.99) + 1);
        }
    }

    [Fact]
    public void A_step_that_goes_the_whole_way_is_the_only_one()
        => Assert.Single(WeightShift.Stages([(Arn("users"), 90), (Arn("api"), 10)], [(Arn("users"), 100), (Arn("api"), 0)], 20));

    [Fact]
    public void The_tag_keeps_weights_and_a_foreign_one_is_not_believed()
    {
        var text = WeightHistory.Text([("users", 10), ("api", 90)]);
        Assert.Equal("users=10 api=90", text);
        Assert.Equal(90, WeightHistory.Parse(text)["api"]);
        Assert.Empty(WeightHistory.Parse("users=1000 api=-1 x y=z"));
    }

    [Theory]
    [InlineData("https://www.example.com", "https://www.example.com/#{path}?#{query}")]
    [InlineData("/new/#{path}", "#{protocol}://#{host}:#{port}/new/#{path}?#{query}")]
    [InlineData("https://#{host}", "https://#{host}/#{path}?#{query}")]
    [InlineData("http://example.com:8080/x?", "http://example.com:8080/x")]
    public void A_redirect_keeps_what_is_not_given(string to, string address)
        => Assert.Equal(address, ActionText.RedirectTo(RedirectAddress.Parse(new RedirectRequest(to, IsTemporary: false))));

    [Theory]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("203.0.113.7", "203.0.113.7/32")]
    [InlineData("2001:DB8::1/32", "2001:db8::/32")]
    public void Ranges_are_written_as_EC2_stores_them(string given, string stored) => Assert.Equal(stored, LoadBalancerChecks.Range(given));

    [Theory]
    [InlineData("*.example.com", "shop.example.com", true)]
    [InlineData("*.example.com", "a.shop.example.com", false)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("Example.com", "example.COM", true)]
    public void A_certificate_is_for_a_domain(string name, string domain, bool covers) => Assert.Equal(covers, Certificates.Covers(name, domain));

    [Fact]
    public void The_rule_that_answers_says_why()
    {
        FargateRoute[] routes =
        [
            Route(500, RouteOrderTests.Conditions(RouteConditions.Path, "/api/users*")),
            Route(1000, RouteOrderTests.Conditions(RouteConditions.Path, "/api*")),
            Route(null, []),
        ];
        var answering = RouteMatch.Answering(routes, new RoutedRequest { Url = new Uri("http://x.example.com/api/users/1?a=b") });
        Assert.Equal(500, answering.Priority);
        Assert.Equal("path /api/users/1 fits /api/users*. Also rule 1000 (path /api*) fits, but it comes later.", answering.Reason);
        Assert.True(RouteMatch.Answering(routes, new RoutedRequest { Url = new Uri("http://x.example.com/API/users") }).IsDefault);
    }

    [Fact]
    public void Every_kind_of_condition_is_compared_as_the_load_balancer_does()
    {
        FargateRouteCondition[] all =
        [
            new() { Field = RouteConditions.Host, Values = ["*.EXAMPLE.com"] },
            new() { Field = RouteConditions.Path, Values = ["^/v[12]/"], IsRegex = true },
            new() { Field = RouteConditions.Method, Values = ["POST"] },
            new() { Field = RouteConditions.Header, Name = "x-version", Values = ["2*"] },
            new() { Field = RouteConditions.Query, Values = ["debug=1"] },
            new() { Field = RouteConditions.Source, Values = ["10.0.0.0/8"] },
        ];
        var fits = new RoutedRequest
        {
            Url = new Uri("http://a.example.com/v1/x?a=b&DEBUG=1"),
            Method = "POST",
            Headers = new System.Collections.Generic.Dictionary<string, string> { ["X-Version"] = "2.1" },
            SourceAddress = "10.1.1.1",
        };
        FargateRoute[] routes = [Route(1, all), Route(null, [])];
        Assert.Equal(1, RouteMatch.Answering(routes, fits).Priority);
        foreach (var other in new[]
        {
            fits with { Url = new Uri("http://example.com/v1/x?debug=1") }, fits with { Url = new Uri("http://a.example.com/v3/x?debug=1") },
            fits with { Method = "post" }, fits with { Headers = new System.Collections.Generic.Dictionary<string, string>() },
            fits with { Url = new Uri("http://a.example.com/v1/x") }, fits with { SourceAddress = null },
        })
        {
            Assert.Null(RouteMatch.Answering(routes, other).Priority);
        }
    }

    private static string Arn(string name) => $"arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/{name}/0123456789abcdef";

    private static FargateRoute Route(int? priority, System.Collections.Generic.IReadOnlyList<FargateRouteCondition> conditions) => new()
    {
        LoadBalancer = "ecstools",
        LoadBalancerArn = "arn",
        ListenerPort = 80,
        ListenerArn = "arn",
        ListenerRuleArn = $"arn{priority}",
        Priority = priority,
        IsDefault = priority is null,
        Conditions = conditions,
        Action = "forward",
        Region = "us-east-1",
        AccountId = "000000000000",
    };
}
