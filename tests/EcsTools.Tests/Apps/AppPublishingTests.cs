using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Publishing;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;
using EcsTools.Tests.Identity;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Apps;

/// <summary>Apps of several services.</summary>
public sealed class AppPublishingTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly AppWorld _world = new(sandbox.Connection);

    [Fact]
    public async Task Services_are_rolled_out_in_the_order_of_their_dependencies()
    {
        var name = AppWorld.Unique();
        var app = await _world.PublishAsync(AppWorld.Request(
            name,
            AppWorld.Web("web") with { DependsOn = [new AppDependency("api", AppDependencyCondition.Healthy)] },
            AppWorld.Web("api", path: "/api*") with { DependsOn = [new AppDependency("queue", AppDependencyCondition.Started)] },
            AppWorld.Worker("queue")));
        Assert.Equal([name + "-queue", name + "-api", name + "-web"], AppWorld.Order(app, "Wait"));
        Assert.Equal(["web", "api", "queue"], app.Services.Select(service => service.Name));
        Assert.All(app.Services, service => Assert.Equal(("Running", 1, ChangeStatus.Created), (service.Status, service.RunningCount, service.Change)));
        Assert.EndsWith("/api", app.Services[1].Url, StringComparison.Ordinal);
        Assert.Null(app.Services[2].Url);
        Assert.Equal(app.Services[0].Url, app.Url);
    }

    [Fact]
    public async Task Several_services_of_a_new_account_share_the_role_that_is_created()
    {
        var fresh = new TaskSandbox();
        await fresh.InitializeAsync();
        try
        {
            var app = await new AppWorld(fresh.Connection).PublishAsync(AppWorld.Request("shop", AppWorld.Worker("one"), AppWorld.Worker("two")));
            Assert.Equal("Running", app.Status);
        }
        finally
        {
            await fresh.DisposeAsync();
        }
    }

    [Fact]
    public async Task One_that_is_stopped_half_way_says_what_is_done_and_can_be_published_again()
    {
        var name = AppWorld.Unique();
        var request = AppWorld.Request(name, AppWorld.Worker("queue"));
        using var stop = new CancellationTokenSource();
        var log = new ProgressLog(report =>
        {
            if (report.Level == ProgressLevel.Verbose && report.Status.StartsWith("Cluster ", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });
        var publisher = new AppPublisher(_world.Connection);
        var plan = await _world.PlanAsync(request);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => publisher.ApplyAsync(plan, log, stop.Token));
        var left = log.Reports.Last(report => report.Level == ProgressLevel.Leftover).Status;
        Assert.Contains($"cluster {name}-cluster created", left, StringComparison.Ordinal);
        Assert.EndsWith($"Remove-FargateApp {name}", left, StringComparison.Ordinal);
        Assert.Equal("Running", (await _world.PublishAsync(request)).Status);
    }

    [Fact]
    public async Task Only_the_service_that_differs_is_deployed()
    {
        var name = AppWorld.Unique();
        var request = AppWorld.Request(name, AppWorld.Web("web"), AppWorld.Worker("queue"));
        var first = await _world.PublishAsync(request);
        var second = await _world.PublishAsync(AppWorld.Request(name, AppWorld.Web("web"), AppWorld.Worker("queue", "example:2")));
        Assert.Equal([ChangeStatus.Unchanged, ChangeStatus.Updated], second.Services.Select(service => service.Change));
        Assert.Equal((name + "-web:1", name + "-queue:2"), (second.Services[0].TaskDefinition, second.Services[1].TaskDefinition));
        Assert.Equal(first.Services[0].DeployedAt, second.Services[0].DeployedAt);
        var third = await _world.PublishAsync(AppWorld.Request(name, AppWorld.Web("web"), AppWorld.Worker("queue", "example:2")));
        Assert.Equal(ChangeStatus.Unchanged, third.Change);
        Assert.DoesNotContain(third.Steps, step => step.Change != ChangeStatus.Unchanged);
    }

    [Fact]
    public async Task A_service_that_is_taken_out_stays_until_it_is_pruned()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Web("web"), AppWorld.Worker("queue")));
        var without = AppWorld.Request(name, AppWorld.Web("web"));
        var plan = await _world.PlanAsync(without);
        Assert.Contains(plan.Steps.Lines(), line => line.Contains(name + "-queue") && line.Contains("-Prune"));
        await _world.PublishAsync(without);
        Assert.Contains(await ServicesAsync(name), service => service == name + "-queue");
        await _world.PublishAsync(without with { Prune = true });
        Assert.Equal([name + "-web"], await ServicesAsync(name));
    }

    [Fact]
    public async Task A_route_that_the_app_no_longer_has_is_removed()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Web("web")));
        var moved = AppWorld.Request(name, AppWorld.Web("web", path: "/one*"));
        Assert.Contains((await _world.PlanAsync(moved)).Steps.Lines(), line => line.Contains("- route for", StringComparison.Ordinal));
        await _world.PublishAsync(moved);
        Assert.Equal(["/one*", "fixed-response"], await RoutesAsync(name));
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Web("web", path: "/two*")));
        Assert.Equal(["/two*", "fixed-response"], await RoutesAsync(name));
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Web("web")));
        Assert.Equal(["forward"], await RoutesAsync(name));
    }

    [Fact]
    public async Task A_failure_names_the_service_and_the_state_of_each()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Web("web"), AppWorld.Worker("queue")));
        var broken = AppWorld.Request(
            name,
            AppWorld.Web("web", "example:2") with { DependsOn = [new AppDependency("queue", AppDependencyCondition.Healthy)] },
            AppWorld.Worker("queue", "000000000000.dkr.ecr.us-east-1.amazonaws.com/nothing:1"));
        var problem = await _world.FailAsync(broken);
        Assert.Contains($"web runs {name}-web:1 with 1 of 1 tasks", problem.Message, StringComparison.Ordinal);
        Assert.Contains("queue runs", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"task definition {name}-queue updated", problem.Message, StringComparison.Ordinal);
        Assert.Contains("publish the app again", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_runs_once_runs_for_each_revision_and_others_wait_for_it()
    {
        var name = AppWorld.Unique();
        PublishAppRequest Request(string image) => AppWorld.Request(
            name,
            AppWorld.Web("web") with { DependsOn = [new AppDependency("migrate", AppDependencyCondition.Completed)] },
            new AppService { Name = "migrate", Kind = AppServiceKind.RunOnce, Container = new AppContainer { Name = "migrate", ImageUri = image } });
        var app = await _world.PublishAsync(Request("example:1"));
        var stages = app.Steps.Select(step => $"{step.Stage} {step.Subject}").ToList();
        Assert.InRange(stages.IndexOf($"Task {name}-migrate"), 0, stages.IndexOf($"Service {name}-web"));
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PublishAsync(Request("example:1"))).Services[1].Change);
        Assert.Equal(ChangeStatus.Created, (await _world.PublishAsync(Request("example:2"))).Services[1].Change);
    }

    [Fact]
    public async Task A_scheduled_service_becomes_a_schedule()
    {
        var name = AppWorld.Unique();
        var request = AppWorld.Request(name, new AppService
        {
            Name = "report",
            Kind = AppServiceKind.Scheduled,
            Container = new AppContainer { Name = "report", ImageUri = "example:1" },
            Schedule = new AppSchedule { Expression = ScheduleExpression.FromEvery("6h") },
        });
        var app = await _world.PublishAsync(request);
        Assert.Equal(("Idle", ChangeStatus.Created, null), (app.Status, app.Change, app.LoadBalancer));
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PublishAsync(request)).Change);
    }

    [Fact]
    public async Task Services_that_reach_each_other_join_the_namespace_of_the_app_and_leave_it()
    {
        var name = AppWorld.Unique();
        var server = AppWorld.Worker("api");
        server = server with
        {
            Container = server.Container with { Ports = [new EcsTools.Network.TaskPort(80, "tcp") { Name = "api-80" }] },
            Connection = new AppConnection { Endpoints = [new AppEndpoint("api", 80)] },
        };
        var request = AppWorld.Request(name, AppWorld.Worker("web") with { Connection = new AppConnection() }, server);
        Assert.Contains($"+ Service Connect namespace ecstools-{name}", (await _world.PlanAsync(request)).Steps.Lines());
        var app = await _world.PublishAsync(request);
        Assert.Single(app.Steps, step => step.Stage == "Namespace");
        var (web, api) = (await ConnectAsync(name, "web"), await ConnectAsync(name, "api"));
        Assert.Equal(("ecstools-" + name, true, 0), (web.Namespace, web.Enabled, web.Services?.Count ?? 0));
        var alias = Assert.Single(Assert.Single(api.Services).ClientAliases);
        Assert.Equal(("api-80", "api", 80), (api.Services[0].PortName, alias.DnsName, alias.Port));

        // The default namespace of the cluster is what it was.
        var cluster = await sandbox.Connection.Ecs.DescribeClustersAsync(new Amazon.ECS.Model.DescribeClustersRequest { Clusters = [name + "-cluster"] });
        Assert.Null(cluster.Clusters[0].ServiceConnectDefaults);
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PublishAsync(request)).Change);

        var apart = AppWorld.Request(name, AppWorld.Worker("web"), AppWorld.Worker("api"));
        Assert.DoesNotContain((await _world.PublishAsync(apart)).Steps, step => step.Stage == "Namespace");
        Assert.NotEqual(true, (await ConnectAsync(name, "api")).Enabled);
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PublishAsync(apart)).Change);
    }

    [Fact]
    public async Task A_service_behind_the_load_balancer_that_others_call_admits_them()
    {
        var name = AppWorld.Unique();
        var web = AppWorld.Web("web");
        web = web with
        {
            Container = web.Container with { Ports = [new EcsTools.Network.TaskPort(80, "tcp") { Name = "web-80" }] },
            Connection = new AppConnection { Endpoints = [new AppEndpoint("web", 80)] },
        };
        var request = AppWorld.Request(name, web, AppWorld.Worker("job") with { Connection = new AppConnection() });
        await _world.PublishAsync(request);
        var groups = await sandbox.Connection.Ec2.DescribeSecurityGroupsAsync(new Amazon.EC2.Model.DescribeSecurityGroupsRequest
        {
            Filters = [new Amazon.EC2.Model.Filter { Name = "group-name", Values = [$"ecstools-{name}-web"] }],
        });
        var rules = Assert.Single(groups.SecurityGroups).IpPermissions;
        var ranges = rules.SelectMany(rule => rule.Ipv4Ranges ?? []).Select(range => range.CidrIp).ToList();
        Assert.NotEmpty(ranges);
        Assert.DoesNotContain("0.0.0.0/0", ranges);
        Assert.All(rules, rule => Assert.Equal((80, 80), (rule.FromPort, rule.ToPort)));
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PublishAsync(request)).Change);
    }

    [Fact]
    public async Task The_plan_of_a_new_app_names_everything_and_creates_nothing()
    {
        var name = AppWorld.Unique();
        var plan = await _world.PlanAsync(AppWorld.Request(name, AppWorld.Web("web"), AppWorld.Worker("queue") with { DesiredCount = 2 }));
        foreach (var part in new[]
        {
            $"+ cluster {name}-cluster", $"+ load balancer {name}", "service web", $"  + task definition {name}-web", "service queue",
            $"  + service {name}-queue: 2 tasks",
        })
        {
            Assert.Contains(plan.Steps.Lines(), line => line.StartsWith(part, StringComparison.Ordinal));
        }

        Assert.True(plan.CostAfter > 30);
        Assert.Empty(await ServicesAsync(name));
        Assert.Null((await _world.PlanAsync(AppWorld.Request(name, AppWorld.Worker("queue")))).Cluster.Current);
    }

    private async Task<Amazon.ECS.Model.ServiceConnectConfiguration> ConnectAsync(string app, string service)
    {
        var found = await new EcsTools.Services.FargateServices(sandbox.Connection).FindAsync(
            new EcsTools.Services.ServiceReference(app + "-cluster", $"{app}-{service}"), default);
        return found!.Deployments.Single(deployment => deployment.Status == "PRIMARY").ServiceConnectConfiguration ?? new();
    }

    /// <summary>The paths of the rules, and what the default rule does.</summary>
    private async Task<List<string>> RoutesAsync(string balancer)
    {
        var routes = new List<string>();
        var query = new EcsTools.Routing.Rules.RouteQuery { LoadBalancers = [balancer] };
        await foreach (var route in new EcsTools.Routing.Rules.Routes(sandbox.Connection).GetAsync(query, null, default))
        {
            routes.Add(route.IsDefault ? route.Action : string.Join(",", route.Conditions.SelectMany(condition => condition.Values)));
        }

        return routes;
    }

    private async Task<List<string>> ServicesAsync(string app)
    {
        var names = new List<string>();
        await foreach (var service in new EcsTools.Services.FargateServices(sandbox.Connection).GetAsync([app + "-cluster*"], null, _ => { }, default))
        {
            names.Add(service.ServiceName);
        }

        return names;
    }
}
