using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Apps.Removal;
using EcsTools.Costs;
using EcsTools.Estimates;
using EcsTools.Models;
using EcsTools.Routing.Rules;
using EcsTools.Services;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Apps;

/// <summary>What an app had before and has no longer, and what it shares with others.</summary>
public sealed class FormerPartsTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly AppWorld _world = new(sandbox.Connection);

    private readonly AppReader _reader = new(sandbox.Connection);

    [Fact]
    public async Task Without_a_load_balancer_the_route_and_the_target_group_of_before_are_removed()
    {
        var name = AppWorld.Unique();
        var request = AppWorld.Request(name, AppWorld.Web("web"), AppWorld.Web("api", path: "/api*"));
        await _world.PublishAsync(request);
        var without = request with { NoLoadBalancer = true };
        var plan = await _world.PlanAsync(without);
        Assert.Contains($"  - target group {name}-web", plan.Steps.Lines());
        Assert.Contains("  - route for path /api*", plan.Steps.Lines());
        Assert.Contains(plan.Steps.Lines(), line => line.Contains($"load balancer {name} stays", StringComparison.Ordinal));
        var app = await _world.PublishAsync(without);
        Assert.Null(app.LoadBalancer);
        Assert.Contains(app.Steps, step => step is { Stage: "Target group", Change: ChangeStatus.Removed });
        Assert.Equal(["fixed-response"], (await RoutesAsync(name)).Select(route => route.Action));
        Assert.DoesNotContain(await _reader.ResourcesAsync(name, default), resource => resource.ResourceType is "Route" or "TargetGroup");
        Assert.Empty((await ServiceAsync(name, "web")).Targets);
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PublishAsync(without)).Change);

        // With a load balancer again.
        Assert.Equal(name, (await _world.PublishAsync(request)).LoadBalancer);
        Assert.Single((await ServiceAsync(name, "web")).Targets);
    }

    [Fact]
    public async Task One_service_without_its_route_loses_it_and_the_others_keep_theirs()
    {
        var name = AppWorld.Unique();
        var api = AppWorld.Web("api", path: "/api*") with { Strategy = FargateDeploymentStrategy.BlueGreen };
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Web("web"), api));
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Web("web"), AppWorld.Worker("api")));
        Assert.Equal([name + "-web"], (await RoutesAsync(name)).SelectMany(route => route.Targets).Select(target => target.TargetGroupName));
        Assert.Equal(
            [name + "-web"],
            (await _reader.ResourcesAsync(name, default)).Where(resource => resource.ResourceType == "TargetGroup").Select(resource => resource.Name));
    }

    [Fact]
    public async Task A_target_group_that_the_rule_of_another_service_uses_stays()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Web("web"), AppWorld.Web("api", path: "/api*")));
        var routes = await RoutesAsync(name);
        await sandbox.Connection.LoadBalancing.ModifyListenerAsync(new Amazon.ElasticLoadBalancingV2.Model.ModifyListenerRequest
        {
            ListenerArn = routes.Single(route => route.IsDefault).ListenerArn,
            DefaultActions = [Forward(routes.SelectMany(route => route.Targets).Select(target => target.TargetGroupArn))],
        });
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Worker("api")));
        Assert.Equal([name + "-api", name + "-web"], Assert.Single(await RoutesAsync(name)).Targets.Select(target => target.TargetGroupName).Order());
        Assert.Single((await ServiceAsync(name, "api")).Targets);
    }

    [Fact]
    public async Task A_service_that_is_pruned_goes_with_its_route()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Web("web"), AppWorld.Web("api", path: "/api*")));
        var without = AppWorld.Request(name, AppWorld.Web("web")) with { Prune = true };
        Assert.Contains("- target group " + name + "-api", (await _world.PlanAsync(without)).Steps.Lines());
        await _world.PublishAsync(without);
        Assert.Equal(["forward"], (await RoutesAsync(name)).Select(route => route.Action));
        Assert.DoesNotContain(
            await _reader.ResourcesAsync(name, default), resource => resource.ResourceType == "TargetGroup" && resource.Name == name + "-api");
    }

    [Fact]
    public async Task Log_groups_that_the_task_definitions_name_belong_to_the_app_if_it_created_them()
    {
        var (name, theirs) = (AppWorld.Unique(), "/theirs/" + AppWorld.Unique());
        await sandbox.Connection.Logs.CreateLogGroupAsync(new Amazon.CloudWatchLogs.Model.CreateLogGroupRequest { LogGroupName = theirs });
        var (first, second) = ($"/shop/{name}/first", $"/shop/{name}/second");
        await _world.PublishAsync(AppWorld.Request(name, Logging("queue", first), Logging("other", theirs)));
        await _world.PublishAsync(AppWorld.Request(name, Logging("queue", second), Logging("other", theirs)));
        Assert.Equal([first, second], (await LogGroupsAsync(name)).Order());
        await RemoveAsync(name);
        Assert.Empty(await _reader.ResourcesAsync(name, default));
        var exist = await Task.WhenAll(ExistsAsync(first), ExistsAsync(second), ExistsAsync(theirs));
        Assert.Equal([false, false, true], exist);
    }

    [Fact]
    public async Task A_log_group_that_another_app_writes_to_stays()
    {
        var (name, other, group) = (AppWorld.Unique(), AppWorld.Unique(), "/shared/" + AppWorld.Unique());
        await _world.PublishAsync(AppWorld.Request(name, Logging("queue", group)));
        await _world.PublishAsync(AppWorld.Request(other, Logging("queue", group)));
        var plan = await new AppRemoval(sandbox.Connection).PlanAsync(name, keepRepositories: false, keepLogs: false, default);
        Assert.Contains($"= log group {group} stays: task definition {other}-queue writes to it", plan.Steps.Lines());
        await RemoveAsync(name);
        Assert.True(await ExistsAsync(group));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 1, null)]
    [InlineData(1, 0, null)]
    public async Task The_plan_of_a_new_service_counts_its_Spot_tasks_as_its_cost_does(int spot, int onDemand, int? onDemandBase)
    {
        var name = AppWorld.Unique();
        var service = AppWorld.Worker("queue") with { DesiredCount = 4, SpotWeight = spot, OnDemandWeight = onDemand, BaseOnDemand = onDemandBase };
        var planned = (await _world.PlanAsync(AppWorld.Request(name, service))).CostAfter;
        await _world.PublishAsync(AppWorld.Request(name, service));
        var measured = MonthlyCost.Calculate(await new CostSubjects(sandbox.Connection).ServiceAsync(
            new ServiceReference(name + "-cluster", name + "-queue"), default));
        Assert.Contains("on Spot", measured.Usage, StringComparison.Ordinal);
        Assert.Equal(measured.Monthly, planned);
    }

    private static Amazon.ElasticLoadBalancingV2.Model.Action Forward(IEnumerable<string> groups) => new()
    {
        Type = "forward",
        ForwardConfig = new Amazon.ElasticLoadBalancingV2.Model.ForwardActionConfig
        {
            TargetGroups = groups.Select(arn => new Amazon.ElasticLoadBalancingV2.Model.TargetGroupTuple { TargetGroupArn = arn, Weight = 1 }).ToList(),
        },
    };

    private static AppService Logging(string name, string group)
    {
        var service = AppWorld.Worker(name);
        var options = new Dictionary<string, string> { ["awslogs-group"] = group };
        return service with { Container = service.Container with { LogDriver = "awslogs", LogOptions = options } };
    }

    private async Task<IEnumerable<string>> LogGroupsAsync(string app)
        => (await _reader.ResourcesAsync(app, default)).Where(resource => resource.ResourceType == "LogGroup").Select(resource => resource.Name);

    private Task<bool> ExistsAsync(string group) => new EcsTools.TaskDefinitions.LogGroups(sandbox.Connection).ExistsAsync(group, default);

    private async Task RemoveAsync(string app)
    {
        var removal = new AppRemoval(sandbox.Connection);
        var plan = await removal.PlanAsync(app, keepRepositories: false, keepLogs: false, default);
        await removal.RemoveAsync(plan, TimeSpan.FromMinutes(15), null, default);
    }

    private async Task<FargateService> ServiceAsync(string app, string service)
        => ServiceMapper.ToModel((await new FargateServices(sandbox.Connection).FindAsync(
            new ServiceReference(app + "-cluster", $"{app}-{service}"), default))!);

    private async Task<List<FargateRoute>> RoutesAsync(string balancer)
    {
        var routes = new List<FargateRoute>();
        await foreach (var route in new Routes(sandbox.Connection).GetAsync(new RouteQuery { LoadBalancers = [balancer] }, null, default))
        {
            routes.Add(route);
        }

        return routes;
    }
}
