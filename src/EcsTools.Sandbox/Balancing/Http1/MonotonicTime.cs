using System.Diagnostics;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>The time by which connections are measured. It does not jump when the clock of the machine is set.</summary>
internal static class MonotonicTime
{
    private static readonly double PerTick = 1000.0 / Stopwatch.Frequency;

    public static long Milliseconds => (long)(Stopwatch.GetTimestamp() * PerTick);
}
