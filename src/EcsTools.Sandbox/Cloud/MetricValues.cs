using System;

namespace EcsTools.Sandbox.Cloud;

/// <summary>Values of a metric, as CloudWatch keeps them: how many, their sum, the least and the greatest.</summary>
internal readonly record struct MetricValues(double Count, double Sum, double Least, double Most)
{
    /// <summary>One value.</summary>
    public static MetricValues Of(double value) => new(1, value, value, value);

    /// <summary>Things that are counted, each with the value 1; a single 0 if there is none.</summary>
    public static MetricValues Number(long count) => count == 0 ? Of(0) : new(count, count, 1, 1);

    public static MetricValues operator +(MetricValues one, MetricValues other) => one.Count == 0 ? other : other.Count == 0 ? one
        : new(one.Count + other.Count, one.Sum + other.Sum, Math.Min(one.Least, other.Least), Math.Max(one.Most, other.Most));
}
