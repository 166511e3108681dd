using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Metrics;

/// <summary>A metric alarm, evaluated as "Evaluating an alarm" in the CloudWatch user guide says, but of single metrics only.</summary>
internal sealed class MetricAlarm
{
    public const string Alarm = "ALARM";
    public const string Ok = "OK";
    public const string Insufficient = "INSUFFICIENT_DATA";

    /// <param name="wire">The members of PutMetricAlarm.</param>
    /// <param name="arn">The ARN.</param>
    public MetricAlarm(JsonObject wire, string arn)
    {
        (Wire, Arn) = (wire, arn);
    }

    public JsonObject Wire { get; }

    public string Arn { get; }

    public string Name => Wire.Text("AlarmName")!;

    public string State { get; private set; } = Insufficient;

    public string Reason { get; private set; } = "Unchecked: Initial alarm creation";

    /// <summary>Epoch seconds.</summary>
    public double ChangedAt { get; private set; }

    private long Period => Wire.Integer("Period")!.Value;

    private long Periods => Wire.Integer("EvaluationPeriods")!.Value;

    private double Threshold => Wire.Number("Threshold")!.Value;

    /// <summary>Sets the state.</summary>
    public void Set(string state, string reason, double now)
    {
        if (State != state)
        {
            (State, Reason, ChangedAt) = (state, reason, now);
        }
    }

    /// <summary>Judges the newest periods.</summary>
    /// <param name="series">The metric, or null if nothing was measured yet.</param>
    /// <param name="now">Sandbox time, in epoch seconds.</param>
    public void Evaluate(MetricSeries? series, double now)
    {
        // What is already too much stays so until the period is over. What is too little may still grow.
        var isAbove = Wire.Text("ComparisonOperator")!.StartsWith("Greater", StringComparison.Ordinal);
        var end = (Math.Floor(now / Period) + (isAbove ? 1 : 0)) * Period;
        var points = series?.Read(end - (Periods * Period), end, Period) ?? [];
        var values = points.Select(point => MetricQuery.Value(point.Values, Wire.Text("Statistic")!)).ToList();
        var (missing, treatment) = (Periods - values.Count, Wire.Text("TreatMissingData") ?? "missing");
        var breaching = values.Count(IsBreaching) + (treatment == "breaching" ? missing : 0);
        if (breaching >= (Wire.Integer("DatapointsToAlarm") ?? Periods))
        {
            Set(Alarm, FormattableString.Invariant($"Threshold Crossed: {breaching} of the last {Periods} datapoints were breaching ({Threshold})."), now);
        }
        else if (values.Count > 0 || treatment is "notBreaching" or "breaching")
        {
            Set(Ok, FormattableString.Invariant($"Threshold not crossed: {breaching} of the last {Periods} datapoints were breaching ({Threshold})."), now);
        }
        else if (treatment == "missing")
        {
            Set(Insufficient, FormattableString.Invariant($"Insufficient Data: {Periods} datapoints were unknown."), now);
        }
    }

    private bool IsBreaching(double value) => Wire.Text("ComparisonOperator") switch
    {
        "GreaterThanThreshold" => value > Threshold,
        "GreaterThanOrEqualToThreshold" => value >= Threshold,
        "LessThanThreshold" => value < Threshold,
        _ => value <= Threshold,
    };
}
