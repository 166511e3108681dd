using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>
/// Checks a policy of step scaling: the steps cover a range of the metric without gaps and without overlaps. Source: "Step adjustments" of the Application Auto
/// Scaling user guide, and its API reference.
/// </summary>
internal static class StepAdjustments
{
    /// <exception cref="Protocol.AwsError">ValidationException.</exception>
    public static void Check(JsonObject configuration)
    {
        var type = configuration.Text("AdjustmentType");
        var steps = configuration.Objects("StepAdjustments");
        Require(type is not null, "Adjustment type must be specified");
        Require(steps.Count > 0, "There must be at least one step adjustment");
        Require(
            configuration.Integer("MinAdjustmentMagnitude") is null || type == "PercentChangeInCapacity",
            "Minimum adjustment magnitude is only allowed for adjustment type PercentChangeInCapacity");
        Require(configuration.Integer("Cooldown") is null or >= 0, "Cooldown must be greater than or equal to 0");
        Require(
            type != "ExactCapacity" || steps.All(step => step.Integer("ScalingAdjustment") >= 0),
            "Scaling adjustment cannot be less than 0 when adjustment type is ExactCapacity");
        CheckRange(steps.Select(step => (step.Number("MetricIntervalLowerBound"), step.Number("MetricIntervalUpperBound"))).ToList());
    }

    private static void CheckRange(List<(double? Lower, double? Upper)> steps)
    {
        Require(
            steps.TrueForAll(step => step.Lower is not null || step.Upper is not null),
            "Step adjustment must have a specified lower bound or a specified upper bound");
        Require(
            steps.TrueForAll(step => !(step.Lower >= step.Upper)), "Step adjustment lower bound must be less than step adjustment upper bound");
        Require(steps.Count(step => step.Lower is null) <= 1, "At most one step adjustment may have an unspecified lower bound");
        Require(steps.Count(step => step.Upper is null) <= 1, "At most one step adjustment may have an unspecified upper bound");
        Require(
            !steps.Exists(step => step.Lower < 0) || steps.Exists(step => step.Lower is null),
            "There must be a step adjustment with an unspecified lower bound when one step adjustment has a negative lower bound");
        Require(
            !steps.Exists(step => step.Upper > 0) || steps.Exists(step => step.Upper is null),
            "There must be a step adjustment with an unspecified upper bound when one step adjustment has a positive upper bound");
        var ordered = steps.OrderBy(step => step.Lower ?? double.NegativeInfinity).ToList();
        for (var i = 1; i < ordered.Count; i++)
        {
            var (end, start) = (ordered[i - 1].Upper ?? double.PositiveInfinity, ordered[i].Lower ?? double.NegativeInfinity);
            Require(end <= start, "Step adjustment intervals cannot overlap");
            Require(end >= start, "Step adjustment intervals cannot have gaps between them");
        }
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw AutoScalingErrors.Invalid(message);
        }
    }
}
