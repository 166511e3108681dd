using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>The rule for test traffic stays the one of its route.</summary>
public sealed class TestTrafficTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private static readonly Dictionary<string, IReadOnlyList<string>> TestHeader = new() { ["X-Test"] = ["yes"] };

    private readonly RoutingWorld _world = new(sandbox.Connection);
    private readonly string _name = TaskSandbox.Unique("lb");

    [Fact]
    public async Task It_has_the_new_conditions_of_its_route_and_keeps_its_own()
    {
        var route = await RouteAsync(new TestTrafficRequest(null, TestHeader));
        var changed = await ChangeAsync(route, new RouteChangeRequest
        {
            Target = new TargetGroupRequest { Name = "route" },
            Conditions = new RouteConditionRequest { Paths = ["/members*"], HostNames = ["shop.example.com"] },
        });

        Assert.Contains(changed.Differences, change => change.To == "host shop.example.com and path /members* and header X-Test yes");
        var test = await TestRouteAsync();
        Assert.Equal(["host", "path", "header"], test.Conditions.Select(condition => condition.Field));
        Assert.Equal(test.ListenerRuleArn, (await AnsweringAsync("http://shop.example.com/members/1", "yes")).ListenerRuleArn);
        Assert.Equal(route.ListenerRuleArn, (await AnsweringAsync("http://shop.example.com/members/1", "no")).ListenerRuleArn);
        Assert.True((await AnsweringAsync("http://shop.example.com/users", "yes")).IsDefault);
    }

    [Fact]
    public async Task At_another_listener_it_has_the_same_conditions_as_its_route()
    {
        var route = await RouteAsync(new TestTrafficRequest(8080, null));
        await ChangeAsync(route, new RouteChangeRequest
        {
            Target = new TargetGroupRequest { Name = "route" },
            Conditions = new RouteConditionRequest { Paths = ["/members*"] },
            Priority = 7,
        });

        var test = await TestRouteAsync();
        Assert.Equal((8080, "/members*"), (test.ListenerPort, test.Conditions.Single().Values.Single()));
        Assert.Equal(7, (await _world.RoutesAsync(_name)).Single(other => other.ListenerRuleArn == route.ListenerRuleArn).Priority);
    }

    [Fact]
    public async Task It_stays_before_its_route()
    {
        var route = await RouteAsync(new TestTrafficRequest(null, TestHeader));
        await _world.AddAsync(RoutingWorld.Forward(_name, _name + "-x", "/x") with { Priority = 6 });
        await ChangeAsync(route, new RouteChangeRequest { Target = new TargetGroupRequest { Name = "route" }, Priority = 7 });
        Assert.Equal(5, (await TestRouteAsync()).Priority);
        Assert.Equal((await TestRouteAsync()).ListenerRuleArn, (await AnsweringAsync("http://example.com/users", "yes")).ListenerRuleArn);

        // After a move to a later place it comes first anyway.
        var moved = (await _world.RoutesAsync(_name)).Single(other => other.ListenerRuleArn == route.ListenerRuleArn);
        await ChangeAsync(moved, new RouteChangeRequest { Target = new TargetGroupRequest { Name = "route" }, Priority = 70 });
        Assert.Equal(5, (await TestRouteAsync()).Priority);

        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => ChangeAsync(moved, new RouteChangeRequest { Target = new TargetGroupRequest { Name = "route" }, Priority = 1 }));
        Assert.Equal(("NoFreePriority", "Use -Priority 2."), (error.ErrorId, error.Remedy));
    }

    [Fact]
    public async Task A_rule_that_somebody_changed_is_left_alone_with_a_warning()
    {
        var route = await RouteAsync(new TestTrafficRequest(null, TestHeader));
        await ChangeAsync(await TestRouteAsync(), new RouteChangeRequest
        {
            Target = new TargetGroupRequest { Name = "route" }, Conditions = new RouteConditionRequest { Paths = ["/other"] },
        });
        var plan = await new RouteChanger(sandbox.Connection).PlanAsync(
            route,
            new RouteChangeRequest { Target = new TargetGroupRequest { Name = "route" }, Conditions = new RouteConditionRequest { Paths = ["/members*"] } },
            null,
            default);

        Assert.Equal($"rules[{route.Priority}].conditions", Assert.Single(plan.Differences).Field);
        Assert.Contains("Set-FargateRoute -ListenerRuleArn " + route.TestListenerRuleArn, Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_gets_the_same_rewrite_as_its_route()
    {
        var request = Request(new TestTrafficRequest(null, TestHeader));
        await RouteAsync(request.Test!);
        var rewriting = request with { Target = request.Target! with { RewritePath = new KeyValuePair<string, string>("^/users/(.*)$", "/$1") } };
        await _world.AddAsync(rewriting);

        Assert.All(
            (await _world.RoutesAsync(_name)).Where(route => !route.IsDefault), route => Assert.Equal("^/users/(.*)$ -> /$1", route.RewritePath));
        Assert.Equal(ChangeStatus.Unchanged, (await _world.AddAsync(rewriting)).Single().Change);
    }

    private RouteRequest Request(TestTrafficRequest test)
    {
        var request = RoutingWorld.Forward(_name, _name + "-u", "/users*");
        return request with { Target = request.Target! with { TwoTargetGroups = true }, Test = test, ListenerPort = 80 };
    }

    private async Task<FargateRoute> RouteAsync(TestTrafficRequest test)
    {
        await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = _name });
        if (test.ListenerPort is { } port)
        {
            await _world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = _name, Port = port });
        }

        return (await _world.AddAsync(Request(test))).Single();
    }

    /// <summary>Changes a route as the command does, which reads it first.</summary>
    private async Task<FargateRoute> ChangeAsync(FargateRoute route, RouteChangeRequest request) => await _world.ChangeAsync(
        (await _world.RoutesAsync(_name)).Single(other => other.ListenerRuleArn == route.ListenerRuleArn), request);

    private async Task<FargateRoute> TestRouteAsync() => (await _world.RoutesAsync(_name)).Single(route => route.TestOf is not null);

    private Task<FargateRoute> AnsweringAsync(string url, string header) => new Routes(sandbox.Connection).GetAsync(
        new RouteQuery
        {
            LoadBalancers = [_name],
            ListenerPort = 80,
            Answering = new RoutedRequest { Url = new Uri(url), Headers = new Dictionary<string, string> { ["X-Test"] = header } },
        },
        null,
        default).SingleAsync().AsTask();
}
