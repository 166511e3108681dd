using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Apps.Suspension;
using EcsTools.Costs;
using EcsTools.Estimates;
using EcsTools.Models;
using EcsTools.Removal;
using EcsTools.Services;
using EcsTools.Services.Scaling;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Apps;
using EcsTools.Tests.Services;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.Estimates;

/// <summary>What a plan says of the cost is what Measure-FargateCost says of the service afterwards, less what it says before.</summary>
public sealed class PlanCostsTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly ServiceWorld _world = new(sandbox.Connection);
    private readonly PlanCosts _costs = new(sandbox.Connection, null);

    [Fact]
    public async Task A_new_service_adds_the_cost_of_its_tasks()
    {
        var request = await RequestAsync(cpu: 512, memory: 1024) with { DesiredCount = 2 };
        var plan = await _costs.AddAsync(await _world.PlanAsync(request), default);

        // Two times (0.5 vCPU x 0.04048 + 1 GB x 0.004445 + 0.005 for the address) an hour, in 730 hours.
        Assert.Equal(43.34m, Change(plan));
        Assert.EndsWith(
            "  cost: 0.00 -> 43.34 USD in a month of 730 hours, without traffic, logs and images", plan.ToString(), StringComparison.Ordinal);
        Assert.Equal(43.34m, await MonthAsync((await _world.ApplyAsync(request)).Service));
    }

    [Fact]
    public async Task Another_count_size_and_capacity_change_the_cost()
    {
        var request = await RequestAsync();
        var before = await MonthAsync((await _world.ApplyAsync(request)).Service);
        var larger = await _world.RegisterAsync(new TaskDefinitionRequest
        {
            Family = request.TaskDefinition,
            ImageUri = "example:1",
            Cpu = 1024,
            Memory = 2048,
            EphemeralStorage = 40,
        });
        var change = request with { TaskDefinition = larger.TaskDefinition, DesiredCount = 6, BaseOnDemand = 2, SpotWeight = 3, AssignPublicIp = false };
        var plan = await _costs.AddAsync(await _world.PlanAsync(change), default);
        Assert.Equal(await MonthAsync((await _world.ApplyAsync(change)).Service) - before, Change(plan));
        Assert.True(Change(plan) > 50);
    }

    [Fact]
    public async Task A_change_that_costs_nothing_has_no_line_about_it()
    {
        var request = await RequestAsync();
        await _world.ApplyAsync(request);
        var plan = await _costs.AddAsync(await _world.PlanAsync(request with { MaximumPercent = 300 }), default);
        Assert.True(plan.HasChanges);
        Assert.Null(Cost(plan));
        var unchanged = await _costs.AddAsync(await _world.PlanAsync(request), default);
        Assert.Equal((false, null), (unchanged.HasChanges, Cost(unchanged)));
    }

    [Fact]
    public async Task A_removal_saves_what_the_service_costs()
    {
        var service = (await _world.ApplyAsync(await RequestAsync() with { DesiredCount = 2 })).Service;
        var removal = await new FargateServiceRemoval(sandbox.Connection).PlanAsync(ServiceWorld.Reference(service), default);
        var plan = await _costs.AddAsync(removal, force: true, default);

        // Two times (0.25 vCPU x 0.04048 + 0.5 GB x 0.004445 + 0.005) an hour.
        Assert.Equal((-25.32m, "cost: 25.32 USD a month less"), (Change(plan), Cost(plan)!.Description));
        Assert.Equal(-25.32m, -await MonthAsync(service));
    }

    [Fact]
    public async Task A_rollback_has_the_cost_of_the_earlier_size()
    {
        var request = await RequestAsync();
        var small = await MonthAsync((await _world.ApplyAsync(request)).Service);
        await _world.RegisterAsync(new TaskDefinitionRequest { Family = request.TaskDefinition, ImageUri = "example:1", Cpu = 1024, Memory = 2048 });
        var service = (await _world.ApplyAsync(request)).Service;
        var large = await MonthAsync(service);
        Assert.True(large > small);
        var undo = new DeploymentUndo(sandbox.Connection);
        var plan = await undo.PlanAsync(new DeploymentUndoRequest { Service = ServiceWorld.Reference(service), TaskDefinition = "1" }, default);
        Assert.Equal(small - large, Change(await _costs.AddAsync(plan, default)));
    }

    [Fact]
    public async Task Scaling_has_the_cost_of_its_minimum_and_names_that_of_its_maximum()
    {
        var service = (await _world.ApplyAsync(await RequestAsync())).Service;
        var scaling = new ServiceScaling(sandbox.Connection);
        var request = new ServiceScalingRequest { Service = ServiceWorld.Reference(service), MinimumCount = 2, MaximumCount = 4, CpuTarget = 60 };
        var wider = await scaling.PlanAsync(request, default);
        var plan = await _costs.AddAsync(wider, default);
        Assert.Equal(12.66m, Change(plan));
        Assert.Equal(
            "cost: 12.66 -> 25.32 USD in a month of 730 hours at the minimum of 2 and 50.64 at the maximum of 4, without traffic, logs and images",
            Cost(plan)!.Description);

        await scaling.ApplyAsync(wider, default);
        var slower = await scaling.PlanAsync(request with { CpuTarget = 70 }, default);
        Assert.Null(Cost(await _costs.AddAsync(slower, default)));
        var removed = await scaling.PlanAsync(new ServiceScalingRequest { Service = request.Service, Remove = true }, default);

        // Without scaling, the service keeps the count that it has.
        Assert.Equal((removed.Service.DesiredCount * 12.66m) - 25.32m, Change(await _costs.AddAsync(removed, default)));
    }

    [Fact]
    public async Task An_app_saves_the_cost_of_its_tasks_while_it_is_suspended()
    {
        var name = AppWorld.Unique();
        await new AppWorld(sandbox.Connection).PublishAsync(AppWorld.Request(name, AppWorld.Worker("a") with { DesiredCount = 2 }, AppWorld.Worker("b")));
        var before = await AppAsync(name);
        var suspension = new AppSuspension(sandbox.Connection);
        var suspend = await suspension.PlanAsync(name, suspend: true, default);
        var saved = Cost(await _costs.AddAsync(suspend, default))!;
        await suspension.ApplyAsync(suspend, null, null, default);
        var after = await AppAsync(name);
        Assert.Equal(after - before, saved.MonthlyCostChange);
        Assert.Equal(FormattableString.Invariant($"cost: {before:0.00} USD a month less"), saved.Description);
        var resumed = Cost(await _costs.AddAsync(await suspension.PlanAsync(name, suspend: false, default), default))!;
        Assert.Equal((before, FormattableString.Invariant($"cost: {before:0.00} USD a month more")), (resumed.MonthlyCostChange, resumed.Description));
    }

    [Fact]
    public async Task A_price_that_is_not_known_is_left_out_and_said()
    {
        // The price list of AWS has no prices of Fargate Spot, and the snapshot none for ARM64.
        var request = await RequestAsync(architecture: "ARM64") with { OnDemandWeight = 0, SpotWeight = 1 };
        var told = new List<string>();
        var plan = await new PlanCosts(sandbox.Connection, new Teller(told)).AddAsync(await _world.PlanAsync(request), default);
        Assert.True(plan.HasChanges);
        Assert.Null(Cost(plan));
        Assert.Equal(["The plan does not say what a month costs: a price in us-east-1 is not known."], told);
    }

    private static EcsPlanStep? Cost(EcsPlan plan) => plan.ToSteps().SingleOrDefault(step => step.ResourceType == "Cost");

    private static decimal? Change(EcsPlan plan) => Cost(plan)?.MonthlyCostChange;

    private async Task<FargateServiceRequest> RequestAsync(int? cpu = null, int? memory = null, string? architecture = null)
    {
        var definition = await _world.RegisterAsync(new TaskDefinitionRequest
        {
            Family = TaskSandbox.Unique("cost"),
            ImageUri = "example:1",
            Cpu = cpu,
            Memory = memory,
            Architecture = architecture,
        });
        return new FargateServiceRequest { Cluster = await _world.ClusterAsync(), TaskDefinition = definition.Family, ServiceName = definition.Family };
    }

    private async Task<decimal> MonthAsync(FargateService service)
        => MonthlyCost.Calculate(await new CostSubjects(sandbox.Connection).ServiceAsync(ServiceWorld.Reference(service), default)).Monthly;

    private async Task<decimal> AppAsync(string name)
        => MonthlyCost.Calculate((await new AppCostSubjects(sandbox.Connection).ReadAsync(name, null, default)).Request with { StoredLogGb = 0 }).Monthly;

    private sealed class Teller(List<string> told) : IProgress<OperationProgress>
    {
        public void Report(OperationProgress value)
        {
            Assert.Equal(ProgressLevel.Verbose, value.Level);
            told.Add(value.Status);
        }
    }
}
