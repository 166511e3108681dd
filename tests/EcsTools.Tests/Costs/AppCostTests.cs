using System;
using System.Linq;
using EcsTools.Costs;
using EcsTools.Models;
using Xunit;

namespace EcsTools.Tests.Costs;

public sealed class AppCostTests
{
    private static readonly CostRequest Web = new() { Name = "web", Region = "us-east-1", Cpu = 256, Memory = 512, Count = 2 };

    private static readonly CostRequest Nightly = new()
    {
        Name = "nightly", Region = "us-east-1", Cpu = 1024, Memory = 2048, RunsPerMonth = 30, RunDuration = TimeSpan.FromHours(1),
    };

    [Fact]
    public void The_lines_of_each_service_have_its_name_and_those_of_the_app_have_none()
    {
        var cost = Calculate(new AppCostRequest { Name = "app shop", Region = "us-east-1", Services = [Web, Nightly], LoadBalancerUnits = 1, ImageGb = 2 });
        Assert.Equal(["web", "web", "nightly", "nightly", null, null, null, null], cost.Lines.Select(line => line.Service));
        Assert.Equal("1 service with 2 tasks, 24 hours a day, 30 runs a month of nightly", cost.Usage);
        Assert.Equal(Math.Round(cost.Lines.Sum(line => line.Amount), 2), cost.Monthly);
        Assert.Null(cost.RunCost);
    }

    [Fact]
    public void The_hours_of_the_break_even_are_those_of_the_services_that_are_always_on()
    {
        var app = new AppCostRequest
        {
            Name = "app shop", Region = "us-east-1", Services = [Web with { Cpu = 1024, Memory = 2048, Count = 1 }, Nightly], CompareTo = ["t3.small"],
        };
        var comparison = Calculate(app).Comparisons[0];
        Assert.Null(comparison.BreakEvenRunsPerDay);
        var atBreakEven = app with { Services = [app.Services[0] with { HoursPerDay = comparison.BreakEvenHoursPerDay }, Nightly] };
        Assert.InRange(comparison.BreakEvenHoursPerDay, 5, 23);
        Assert.InRange(Math.Abs(Calculate(atBreakEven).Monthly - comparison.Monthly), 0m, 0.02m);
    }

    [Fact]
    public void A_service_without_tasks_costs_nothing_and_can_be_compared()
    {
        var cost = MonthlyCost.Calculate(Web with { Count = 0, CompareTo = ["t3.small"] }, PriceBook.Snapshots);
        Assert.Equal(0, cost.Monthly);
        Assert.EndsWith("(always less)", cost.Comparisons[0].Verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_run_costs_a_part_of_a_cent()
    {
        var cost = MonthlyCost.Calculate(
            Web with { Count = 1, RunsPerMonth = 1, RunDuration = TimeSpan.FromSeconds(20), IsOneRun = true }, PriceBook.Snapshots);
        Assert.Equal(Math.Round(((0.25m * 0.04048m) + (0.5m * 0.004445m)) / 60, 7), Math.Round(cost.Monthly, 7));
        Assert.Equal("1 run of 00:00:20", cost.Usage);
    }

    private static FargateCost Calculate(AppCostRequest request) => MonthlyCost.Calculate(request, PriceBook.Snapshots);
}
