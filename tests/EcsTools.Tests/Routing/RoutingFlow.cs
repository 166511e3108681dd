using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Routing.Balancers;
using EcsTools.Routing.Rules;
using Xunit;

namespace EcsTools.Tests.Routing;

/// <summary>The same steps on any server: the sandbox, and one of another party.</summary>
internal static class RoutingFlow
{
    public static async Task CreateChangeAndRemoveAsync(RoutingWorld world, string name)
    {
        var request = new LoadBalancerRequest { LoadBalancer = name, AllowFrom = ["203.0.113.0/24"], Tags = new Dictionary<string, string> { ["team"] = "shop" } };
        var plan = await world.PlanAsync(request);
        Assert.Equal(ChangeStatus.Created, plan.Change);
        Assert.Contains("USD a month", plan.Cost, StringComparison.Ordinal);
        Assert.Contains(plan.Differences, change => change.Field == "listeners[80]");
        Assert.Null(await new LoadBalancers(world.Connection).FindAsync(name, default));

        var made = await world.BalancerAsync(request);
        Assert.Equal((ChangeStatus.Created, "internet-facing", "shop"), (made.Change, made.Scheme, made.Tags["team"]));
        Assert.True(made.AvailabilityZones.Count >= 2);
        Assert.Equal((80, "HTTP", "answers 404"), (made.Listeners.Single().ListenerPort, made.Listeners[0].Protocol, made.Listeners[0].DefaultAction));
        var group = await world.GroupAsync(name);
        Assert.Equal([group!.GroupId], made.SecurityGroups);
        Assert.Equal(["203.0.113.0/24"], group.IpPermissions.Single().Ipv4Ranges.Select(range => range.CidrIp));
        Assert.Equal(ChangeStatus.Unchanged, (await world.BalancerAsync(request)).Change);

        var changed = await world.BalancerAsync(request with
        {
            AllowFrom = ["198.51.100.7"], IdleTimeout = TimeSpan.FromMinutes(5), DefaultStatusCode = 410, Tags = new Dictionary<string, string> { ["team"] = "web" },
        });
        Assert.Equal(ChangeStatus.Updated, changed.Change);
        Assert.Equal((TimeSpan.FromMinutes(5), "web", "answers 410"), (changed.IdleTimeout, changed.Tags["team"], changed.Listeners[0].DefaultAction));
        Assert.Equal(["198.51.100.7/32"], (await world.GroupAsync(name))!.IpPermissions.SelectMany(rule => rule.Ipv4Ranges).Select(range => range.CidrIp));

        Assert.Equal(ChangeStatus.Removed, (await world.RemoveAsync(name)).Change);
        Assert.Null(await new LoadBalancers(world.Connection).FindAsync(name, default));
        Assert.Null(await world.GroupAsync(name));
    }

    public static async Task SplitAMonolithAsync(RoutingWorld world, string name)
    {
        await world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var monolith = await world.AddOneAsync(name, name + "-m");
        Assert.Equal((true, ChangeStatus.Created, 3000), (monolith.IsDefault, monolith.Change, monolith.ContainerPort));
        var api = await world.AddOneAsync(name, name + "-api", null, "/api*");
        var users = await world.AddOneAsync(name, name + "-u", 0, "/api/users*");
        Assert.True(users.Priority < api.Priority, "The more specific rule comes first.");
        Assert.Equal([(name + "-u", 0d), (name + "-api", 100d)], users.Targets.Select(target => (target.TargetGroupName, target.Percent)));
        Assert.Equal(ChangeStatus.Unchanged, (await world.AddOneAsync(name, name + "-u", null, "/api/users*")).Change);

        var ten = await world.ChangeAsync(users, RoutingWorld.Weight(10));
        Assert.Equal([10d, 90d], ten.Targets.Select(target => target.Percent));
        var all = await world.ChangeAsync(ten, RoutingWorld.Weight(100));
        Assert.Equal([100d, 0d], all.Targets.Select(target => target.Percent));
        var back = await world.ChangeAsync(all, RoutingWorld.Weight(0) with { Percent = null, Revert = true });
        Assert.Equal([10d, 90d], back.Targets.Select(target => target.Percent));
        Assert.Equal(ChangeStatus.Unchanged, (await world.ChangeAsync(back, RoutingWorld.Weight(10))).Change);

        Assert.Equal(users.ListenerRuleArn, (await world.AnsweringAsync(name, "http://example.com/api/users/1")).ListenerRuleArn);
        Assert.Equal(api.ListenerRuleArn, (await world.AnsweringAsync(name, "http://example.com/api/posts")).ListenerRuleArn);
        Assert.True((await world.AnsweringAsync(name, "http://example.com/")).IsDefault);

        await world.RemoveAsync(api);
        Assert.Equal([users.ListenerRuleArn, monolith.ListenerRuleArn], (await world.RoutesAsync(name)).Select(route => route.ListenerRuleArn));
        await world.RemoveAsync((await world.RoutesAsync(name)).Last());
        Assert.Equal("fixed-response", (await world.RoutesAsync(name)).Last().Action);
        await world.RemoveAsync(name);
        Assert.Null(await new TargetGroupPlanner(world.Connection).FindAsync(name + "-u", default));
        Assert.Null(await new TargetGroupPlanner(world.Connection).FindAsync(name + "-m", default));
    }

    public static async Task ManyHostsAsync(RoutingWorld world, string name)
    {
        await world.BalancerAsync(new LoadBalancerRequest { LoadBalancer = name });
        var hosts = Enumerable.Range(1, 8).Select(i => $"h{i}.example.com").ToList();
        var request = RoutingWorld.Forward(name, name + "-h", "/x") with { Conditions = new RouteConditionRequest { HostNames = hosts } };
        var plan = await world.PlanAsync(request);
        Assert.Equal(3, plan.Differences.Count(change => change.Field.StartsWith("rules[", StringComparison.Ordinal)));
        var routes = await world.AddAsync(request);
        Assert.Equal(hosts, routes.SelectMany(route => route.Conditions.Single().Values).OrderBy(host => host));
        Assert.All(routes, route => Assert.Equal(name + "-h", route.RouteName));
        Assert.Equal(ChangeStatus.Unchanged, (await world.AddAsync(request))[0].Change);
        await world.AddAsync(new RouteRequest
        {
            LoadBalancer = name,
            Conditions = new RouteConditionRequest { HostNames = ["old.example.com"] },
            Redirect = new RedirectRequest("https://new.example.com", IsTemporary: false),
        });
        await world.AddAsync(new RouteRequest
        {
            LoadBalancer = name,
            Conditions = new RouteConditionRequest { Paths = ["/closed"] },
            Answer = new AnswerRequest(410, "Closed.", null),
        });
        var others = (await world.RoutesAsync(name)).Where(route => route.Action != "forward" && !route.IsDefault).ToList();
        Assert.Equal([301, 410], others.Select(route => route.StatusCode).OrderBy(code => code));
        Assert.Equal("https://new.example.com/#{path}?#{query}", others.Single(route => route.RedirectTo is not null).RedirectTo);
        await world.RemoveAsync(name);
    }
}
