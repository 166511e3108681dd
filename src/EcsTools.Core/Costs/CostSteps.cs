using System;
using EcsTools.Models;

namespace EcsTools.Costs;

/// <summary>The line of a plan that says what it changes in the cost of a month.</summary>
internal static class CostSteps
{
    /// <summary>The cost of something before and after the plan.</summary>
    /// <param name="before">USD in a month before.</param>
    /// <param name="after">USD in a month after.</param>
    /// <param name="where">What the cost is for, as it follows the number of hours; null for all that the plan is about.</param>
    public static EcsPlanStep Change(decimal before, decimal after, string? where = null) => EcsPlanStep.Note("Cost", FormattableString.Invariant(
        $"cost: {before:0.00} -> {after:0.00} USD in a month of {TaskCosts.HoursOfMonth} hours{where}, without traffic, logs and images")) with
    {
        MonthlyCostChange = after - before,
    };

    /// <summary>What a plan adds or saves, where something else that costs stays as it is.</summary>
    /// <param name="change">USD in a month; negative if it saves.</param>
    public static EcsPlanStep Difference(decimal change)
        => EcsPlanStep.Note("Cost", FormattableString.Invariant($"cost: {Math.Abs(change):0.00} USD a month {(change > 0 ? "more" : "less")}")) with
        {
            MonthlyCostChange = change,
        };
}
