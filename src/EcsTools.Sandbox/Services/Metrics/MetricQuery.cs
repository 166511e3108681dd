using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Protocol;

namespace EcsTools.Sandbox.Services.Metrics;

/// <summary>Checks what is asked of metrics, and computes it.</summary>
internal static class MetricQuery
{
    private static readonly long[] ShortPeriods = [1, 5, 10, 20, 30];

    public static readonly string[] Statistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

    /// <summary>The range of a request.</summary>
    public static (double From, double To) Range(JsonObject input)
    {
        var (from, to) = (input.Number("StartTime")!.Value, input.Number("EndTime")!.Value);
        return from < to ? (from, to) : throw Invalid("The parameter StartTime must be less than the parameter EndTime.");
    }

    public static long Period(JsonObject input)
    {
        var period = input.Integer("Period")!.Value;
        return period > 0 && (period % 60 == 0 || ShortPeriods.Contains(period)) ? period : throw Invalid(
            string.Format(CultureInfo.InvariantCulture, "The parameter Period must be 1, 5, 10, 20, 30, or a multiple of 60, but it is {0}.", period));
    }

    public static double Value(MetricValues values, string statistic) => statistic switch
    {
        "SampleCount" => values.Count,
        "Average" => values.Sum / values.Count,
        "Sum" => values.Sum,
        "Minimum" => values.Least,
        "Maximum" => values.Most,
        _ => throw Invalid($"The sandbox does not have the statistic {statistic}. It has {string.Join(", ", Statistics)}."),
    };

    /// <summary>The dimensions of a request.</summary>
    public static IReadOnlyList<(string Name, string? Value)> Dimensions(JsonObject input)
        => input.Objects("Dimensions").Select(dimension => (dimension.Text("Name")!, dimension.Text("Value"))).ToList();

    /// <summary>Whether a metric has exactly these dimensions, in any order.</summary>
    public static bool Has(MetricSeries series, IReadOnlyList<(string Name, string? Value)> dimensions)
        => series.Dimensions.Count == dimensions.Count && dimensions.All(wanted => series.Dimensions.Contains((wanted.Name, wanted.Value!)));

    public static AwsError Invalid(string message) => new("ValidationError", message);
}
