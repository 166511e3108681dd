using System;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>How many failed tasks fail a deployment (API reference, "ThresholdConfiguration").</summary>
/// <param name="Type">COUNT, BOUNDED_PERCENT or UNBOUNDED_PERCENT.</param>
/// <param name="Value">The number of tasks, or a percentage of the desired count.</param>
internal sealed record BreakerThreshold(string Type, long Value)
{
    public const string Count = "COUNT";
    public const string BoundedPercent = "BOUNDED_PERCENT";

    private const int Least = 3;
    private const int Most = 200;

    public static BreakerThreshold Default { get; } = new(BoundedPercent, 50);

    /// <summary>The number of failures for this desired count. A percentage is rounded up, and a bounded one is at least 3 and at most 200.</summary>
    public int Of(int desired)
    {
        if (Type == Count)
        {
            return (int)Math.Min(Value, int.MaxValue);
        }

        var failures = (int)Math.Ceiling(desired * Value / 100d);
        return Type == BoundedPercent ? Math.Max(Least, Math.Min(Most, failures)) : failures;
    }
}
