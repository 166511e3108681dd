using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Apps.Inventory;
using EcsTools.Apps.Removal;
using EcsTools.Apps.Suspension;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Apps;

/// <summary>Apps that are read, suspended and removed.</summary>
public sealed class AppRemovalTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly AppWorld _world = new(sandbox.Connection);

    private readonly AppReader _reader = new(sandbox.Connection);

    [Fact]
    public async Task An_app_is_read_as_it_was_published()
    {
        var name = AppWorld.Unique();
        var published = await _world.PublishAsync(Request(name));
        var read = await OneAsync(name);
        Assert.Equal((published.Url, published.Cluster, published.LoadBalancer, published.MonthlyCost), (read.Url, read.Cluster, read.LoadBalancer, read.MonthlyCost));
        Assert.Equal(published.Services.Select(Text).Order(), read.Services.Select(Text).Order());
        Assert.Contains(await _reader.NamesAsync(default), app => app == name);

        static string Text(FargateAppService service)
            => $"{service.Name} {service.ServiceName} {service.Kind} {service.Status} {service.RunningCount} {service.Url} {service.MonthlyCost}";
    }

    [Fact]
    public async Task Every_resource_of_an_app_is_listed_and_none_of_another()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(Request(name));
        await _world.PublishAsync(Request(name + "-2") with { Cluster = name + "-cluster", LoadBalancer = name + "-2" });
        var resources = (await _reader.ResourcesAsync(name, default)).Where(resource => !resource.IsShared).ToList();
        Assert.All(resources, resource => Assert.Equal(name, resource.AppName));
        Assert.Equal(
            [
                $"LogGroup /ecs/{name}-queue", $"LogGroup /ecs/{name}-report", $"LogGroup /ecs/{name}-web", $"Schedule {name}-report",
                $"ScheduleGroup ecstools-{name}", $"SecurityGroup ecstools-{name}-queue", $"SecurityGroup ecstools-{name}-report",
                $"SecurityGroup ecstools-{name}-web", $"Service {name}-queue", $"Service {name}-web", $"TargetGroup {name}-web",
                $"TaskDefinition {name}-queue:1", $"TaskDefinition {name}-report:1", $"TaskDefinition {name}-web:1",
            ],
            resources.Where(resource => resource.ResourceType != "Route").Select(resource => resource.ToString()).Order(StringComparer.Ordinal));
        Assert.Single(resources, resource => resource.ResourceType == "Route");
    }

    [Fact]
    public async Task An_app_is_removed_with_what_only_it_uses()
    {
        var (name, other) = (AppWorld.Unique(), AppWorld.Unique());
        await _world.PublishAsync(Request(name));
        await _world.PublishAsync(AppWorld.Request(other, AppWorld.Web("web", path: "/other*")) with { Cluster = name + "-cluster", LoadBalancer = name });
        var plan = await PlanAsync(name);
        Assert.Contains($"= cluster {name}-cluster stays: {other}-web uses it", plan.Steps.Lines());
        Assert.Contains(plan.Steps.Lines(), line => line.StartsWith($"= load balancer {name} stays: ", StringComparison.Ordinal));
        var removed = await new AppRemoval(sandbox.Connection).RemoveAsync(plan, TimeSpan.FromMinutes(15), null, default);
        Assert.Equal(("Removed", ChangeStatus.Removed), (removed.Status, removed.Change));
        Assert.Empty(await _reader.ResourcesAsync(name, default));
        Assert.Equal("Running", (await OneAsync(other)).Status);

        // The other app is the last one of the cluster and the load balancer, so they go with it.
        var last = await PlanAsync(other);
        Assert.Contains($"- cluster {name}-cluster", last.Steps.Lines());
        Assert.Contains($"- load balancer {name}", last.Steps.Lines());
        await new AppRemoval(sandbox.Connection).RemoveAsync(last, TimeSpan.FromMinutes(15), null, default);
        Assert.Empty(await _reader.ResourcesAsync(other, default));
        Assert.Null(await new EcsTools.Routing.Balancers.LoadBalancers(sandbox.Connection).FindAsync(name, default));
        await Assert.ThrowsAsync<EcsToolsException>(() => PlanAsync(other));
    }

    [Fact]
    public async Task Logs_stay_if_they_are_kept_and_are_found_again()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Worker("queue")));
        var removal = new AppRemoval(sandbox.Connection);
        await removal.RemoveAsync(await removal.PlanAsync(name, keepRepositories: false, keepLogs: true, default), TimeSpan.FromMinutes(15), null, default);
        Assert.Equal([$"LogGroup /ecs/{name}-queue"], Own(await _reader.GetResourcesAsync([name], problem => throw problem, default)));
        await removal.RemoveAsync(await PlanAsync(name), TimeSpan.FromMinutes(15), null, default);
        Assert.Empty(await _reader.ResourcesAsync(name, default));
    }

    [Fact]
    public async Task A_suspended_app_runs_nothing_and_gets_its_counts_back()
    {
        var name = AppWorld.Unique();
        var request = Request(name);
        var scaled = AppWorld.Worker("scaled") with { Scaling = new AppScaling { MinimumCount = 2, MaximumCount = 4, CpuTarget = 50 } };
        request = request with { Definition = request.Definition with { Services = [.. request.Definition.Services, scaled] } };
        await _world.PublishAsync(request);
        await WaitForCountAsync(name, "scaled", 2);
        var suspension = new AppSuspension(sandbox.Connection);
        var suspended = await suspension.ApplyAsync(await suspension.PlanAsync(name, suspend: true, default), null, null, default);
        Assert.Equal("Suspended", suspended.Status);
        Assert.All(suspended.Services, service => Assert.Equal((0, "Suspended"), (service.DesiredCount, service.Status)));
        Assert.False((await suspension.PlanAsync(name, suspend: true, default)).IsNeeded);

        // A publication does not start its tasks.
        var plan = await _world.PlanAsync(request);
        Assert.Contains(plan.Warnings, warning => warning.Contains($"Resume-FargateApp {name}", StringComparison.Ordinal));
        var published = await _world.PublishAsync(request);
        Assert.Equal("Suspended", published.Status);
        Assert.Equal("Suspended", published.Services.Single(service => service.Kind == "Scheduled").Status);
        var resumed = await suspension.ApplyAsync(await suspension.PlanAsync(name, suspend: false, default), TimeSpan.FromMinutes(10), null, default);
        Assert.Equal("Running", resumed.Status);
        Assert.Equal([1, 2, 1], resumed.Services.Where(service => service.Kind == "Service").OrderBy(service => service.Name).Select(service => service.RunningCount));
        Assert.Equal("Idle", resumed.Services.Single(service => service.Kind == "Scheduled").Status);
        Assert.False((await suspension.PlanAsync(name, suspend: false, default)).IsNeeded);
        Assert.Equal(ChangeStatus.Unchanged, (await _world.PublishAsync(request)).Change);
    }

    [Fact]
    public async Task A_name_that_no_app_has_is_answered_with_a_similar_one()
    {
        var name = AppWorld.Unique();
        await _world.PublishAsync(AppWorld.Request(name, AppWorld.Worker("queue")));
        var problem = await Assert.ThrowsAsync<EcsToolsException>(() => PlanAsync(name + "x"));
        Assert.Equal("AppNotFound", problem.ErrorId);
        Assert.Contains(name, problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publication_that_is_killed_is_completed_by_the_next_one()
    {
        var report = await new EcsTools.Campaigns.Durability.PublishCampaign(seed: 7).RunAsync(kills: 4);
        Assert.True(report.Findings.Count == 0, report.Summary + "\n" + string.Join("\n", report.Findings));
    }

    private static PublishAppRequest Request(string name) => AppWorld.Request(
        name,
        AppWorld.Web("web"),
        AppWorld.Worker("queue"),
        new AppService
        {
            Name = "report",
            Kind = AppServiceKind.Scheduled,
            Container = new AppContainer { Name = "report", ImageUri = "example:1" },
            Schedule = new AppSchedule { Expression = ScheduleExpression.FromEvery("6h") },
        });

    private static IEnumerable<string> Own(IEnumerable<FargateAppResource> resources)
        => resources.Where(resource => !resource.IsShared).Select(resource => resource.ToString());

    private Task<AppRemovalPlan> PlanAsync(string name) => new AppRemoval(sandbox.Connection).PlanAsync(name, keepRepositories: false, keepLogs: false, default);

    private async Task<FargateApp> OneAsync(string name) => Assert.Single(await _reader.GetAsync([name], problem => throw problem, default));

    private async Task WaitForCountAsync(string app, string service, int count)
    {
        var found = await sandbox.Connection.Clock.UntilAsync(
            async () => (await OneAsync(app)).Services.Single(other => other.Name == service).RunningCount == count ? "" : null,
            TimeSpan.FromMinutes(10),
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1),
            default);
        Assert.NotNull(found);
    }
}
