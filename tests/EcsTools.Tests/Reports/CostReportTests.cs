using System;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Costs;
using EcsTools.Models;
using EcsTools.Reports.Costs;
using Xunit;

namespace EcsTools.Tests.Reports;

public sealed class CostReportTests
{
    private static readonly CostRequest Task = new() { Region = "us-east-1", Cpu = 1024, Memory = 2048, CompareTo = ["t3.small"] };

    [Fact]
    public void The_chart_says_in_words_where_both_cost_the_same()
    {
        var cost = MonthlyCost.Calculate(Task, PriceBook.Snapshots);
        var page = Write(cost);
        Assert.Contains($"aria-label=\"USD a month by hours a day: {cost.Comparisons[0].Verdict}\"", page, StringComparison.Ordinal);
        Assert.Matches($@"<text [^>]*>{cost.Comparisons[0].BreakEvenHoursPerDay:0.#} hours a day</text>", page);
        Assert.Matches(@"<th scope=""row"" colspan=""4"">Total</th><td[^>]*>36.04</td>", page);
    }

    [Fact]
    public void The_lines_of_the_chart_cross_at_the_break_even()
    {
        var request = Task with { Cpu = 2048, Memory = 4096, LoadBalancerUnits = 0, CompareTo = ["m6i.large"] };
        var comparison = MonthlyCost.Calculate(request, PriceBook.Snapshots).Comparisons[0];
        var monthly = comparison.BesidesTasks + (comparison.TaskHour * (decimal)(comparison.BreakEvenHoursPerDay * MonthlyCost.DaysOfMonth));
        Assert.Equal(comparison.Monthly, monthly, 1);
    }

    [Fact]
    public void Runs_have_a_chart_of_runs()
    {
        var cost = MonthlyCost.Calculate(Task with { RunsPerMonth = 30, RunDuration = TimeSpan.FromMinutes(5) }, PriceBook.Snapshots);
        Assert.Contains($"{cost.Comparisons[0].BreakEvenRunsPerDay:0.#} runs a day</text>", Write(cost), StringComparison.Ordinal);
    }

    [Fact]
    public void Never_and_always_have_no_crossing()
    {
        var never = MonthlyCost.Calculate(Task with { LoadBalancerUnits = 1, CompareTo = ["t4g.nano"] }, PriceBook.Snapshots);
        var always = MonthlyCost.Calculate(Task with { Cpu = 256, Memory = 512, CompareTo = ["m6i.large"] }, PriceBook.Snapshots);
        Assert.All(new[] { never, always }, cost => Assert.DoesNotContain("<circle", Write(cost), StringComparison.Ordinal));
        Assert.Contains("(never less)", Write(never), StringComparison.Ordinal);
        Assert.Contains("(always less)", Write(always), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_costs_come_with_their_total_first()
    {
        var page = Write(MonthlyCost.Calculate(Task, PriceBook.Snapshots) with { Name = "one" }, ReportSample.Cost(), NoLines());
        Assert.Equal(["all", "cost-1", "cost-2", "cost-3"], Regex.Matches(page, @"<h2 id=""([^""]+)""").Select(match => match.Groups[1].Value));
        Assert.Matches(@"<h1>Cost of 3 subjects</h1>", page);
        Assert.Contains("Shared by the services", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_from_outside_is_never_markup()
        => Assert.DoesNotContain("<script", Write(NoLines() with { Name = ReportSample.Markup, Usage = ReportSample.Markup }), StringComparison.Ordinal);

    private static FargateCost NoLines()
        => new() { Name = "nothing", Monthly = 0, Usage = "0 tasks", PricedOn = new DateTime(2026, 10, 1), Region = "us-east-1" };

    private static string Write(params FargateCost[] costs) => CostReport.Write(costs, ReportSample.At);
}
