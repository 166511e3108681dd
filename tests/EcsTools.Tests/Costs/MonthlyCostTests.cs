using System;
using System.Linq;
using EcsTools.Costs;
using Xunit;

namespace EcsTools.Tests.Costs;

public sealed class MonthlyCostTests
{
    private static readonly CostRequest Small = new() { Region = "us-east-1", Cpu = 256, Memory = 512 };

    [Fact]
    public void A_task_that_is_always_on_is_billed_for_730_hours()
    {
        var cost = Calculate(Small);
        Assert.Equal([("vCPU", 182.5m, 0.04048m), ("Memory", 365m, 0.004445m)], cost.Lines.Select(line => (line.Name, line.Quantity, line.UnitPrice)));
        Assert.Equal(9.01m, cost.Monthly);
    }

    [Fact]
    public void Half_a_day_costs_half()
        => Assert.Equal(4.51m, Calculate(Small with { HoursPerDay = 12 }).Monthly);

    [Fact]
    public void A_run_of_a_second_is_billed_as_a_minute()
        => Assert.Equal(
            Calculate(Small with { RunsPerMonth = 100, RunDuration = TimeSpan.FromMinutes(1) }).Monthly,
            Calculate(Small with { RunsPerMonth = 100, RunDuration = TimeSpan.FromSeconds(1) }).Monthly);

    [Fact]
    public void A_run_with_Windows_is_billed_for_five_minutes()
    {
        var cost = Calculate(
            new CostRequest { Region = "us-east-1", Cpu = 1024, Memory = 2048, IsWindows = true, RunsPerMonth = 12, RunDuration = TimeSpan.FromSeconds(1) });
        Assert.Equal(("Windows licence", 1m), (cost.Lines[2].Name, cost.Lines[2].Quantity));
    }

    [Fact]
    public void Tasks_on_Spot_and_on_demand_have_their_own_prices()
        => Assert.Equal(
            [("vCPU", 182.5m, 0.04048m), ("vCPU (Spot)", 365m, 0.01288871m)],
            Calculate(Small with { Count = 3, SpotCount = 2 }).Lines.Where(line => line.Name.StartsWith("vCPU", StringComparison.Ordinal))
                .Select(line => (line.Name, line.Quantity, line.UnitPrice)));

    [Fact]
    public void Only_the_storage_over_twenty_gigabytes_is_billed()
        => Assert.Equal(30 * 730m, Line(Small with { StorageGb = 50 }, "Ephemeral storage").Quantity);

    [Fact]
    public void A_load_balancer_costs_its_hours_its_units_and_its_addresses()
    {
        var cost = Calculate(Small with { LoadBalancerUnits = 0.5 });
        Assert.Equal([730m, 365m, 1460m], cost.Lines.Skip(2).Select(line => line.Quantity));
    }

    [Fact]
    public void A_nat_gateway_costs_its_hours_and_its_traffic()
        => Assert.Equal(
            0.045m * (730 + 100), Calculate(Small with { NatGateways = 1, NatGb = 100 }).Lines.Skip(2).Sum(line => line.Quantity * line.UnitPrice));

    [Fact]
    public void Prices_are_those_of_the_region()
        => Assert.Equal(0.04656m, Line(Small with { Region = "ap-northeast-2" }, "vCPU").UnitPrice);

    [Fact]
    public void A_price_of_another_region_is_never_used()
    {
        var problem = Assert.Throws<EcsToolsException>(() => Calculate(Small with { Region = "mx-central-1" }));
        Assert.Equal((ErrorCodes.PriceUnknown, "Region"), (problem.Code, problem.Parameter));
        Assert.Contains("-Refresh", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_instance_names_the_known_ones()
    {
        var problem = Assert.Throws<EcsToolsException>(() => Calculate(Small with { CompareTo = ["t9.huge"] }));
        Assert.Equal("CompareTo", problem.Parameter);
        Assert.Contains("t4g.small", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_instance_costs_its_hours_its_disk_and_its_address()
    {
        var other = Calculate(Small with { CompareTo = ["t3.small"], InstanceDiskGb = 30 }).Comparisons[0];
        Assert.Equal(Math.Round((730 * (0.0208m + 0.005m)) + (30 * 0.08m), 2), other.Monthly);
    }

    [Fact]
    public void At_the_hours_of_the_break_even_both_cost_the_same()
    {
        var other = Calculate(Small with { Cpu = 1024, Memory = 2048, CompareTo = ["t3.small"] }).Comparisons[0];
        Assert.InRange(other.BreakEvenHoursPerDay, 12, 14);
        var tasks = Calculate(Small with { Cpu = 1024, Memory = 2048, HoursPerDay = other.BreakEvenHoursPerDay });
        Assert.InRange(Math.Abs(tasks.Monthly - other.Monthly), 0m, 0.02m);
    }

    [Fact]
    public void At_the_runs_of_the_break_even_both_cost_the_same()
    {
        var runs = Small with { Cpu = 1024, Memory = 2048, CompareTo = ["t3.small"], RunsPerMonth = 1, RunDuration = TimeSpan.FromMinutes(7) };
        var other = Calculate(runs).Comparisons[0];
        var tasks = Calculate(runs with { RunsPerMonth = other.BreakEvenRunsPerDay * MonthlyCost.DaysOfMonth });
        Assert.InRange(Math.Abs(tasks.Monthly - other.Monthly), 0m, 0.02m);
    }

    [Fact]
    public void A_task_that_costs_less_all_day_always_costs_less()
    {
        var other = Calculate(Small with { CompareTo = ["m6i.large"] }).Comparisons[0];
        Assert.Equal(24, other.BreakEvenHoursPerDay);
        Assert.EndsWith("(always less)", other.Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_load_balancer_that_costs_more_than_the_instance_is_never_less()
    {
        var other = Calculate(Small with { CompareTo = ["t4g.nano"], LoadBalancerUnits = 1 }).Comparisons[0];
        Assert.Equal(0, other.BreakEvenHoursPerDay);
        Assert.EndsWith("(never less)", other.Verdict, StringComparison.Ordinal);
    }

    private static Models.FargateCost Calculate(CostRequest request) => MonthlyCost.Calculate(request, PriceBook.Snapshots);

    private static Models.FargateCostLine Line(CostRequest request, string item) => Calculate(request).Lines.Single(line => line.Name == item);
}
