using System.Globalization;

namespace EcsTools.Models;

/// <summary>A scheduled change of a service's minimum and maximum number of tasks.</summary>
public sealed record FargateScalingSchedule
{
    /// <summary>Name of the scheduled change.</summary>
    public required string ScheduleName { get; init; }

    /// <summary>When it takes place, as AWS stores it: <c>cron(…)</c>, <c>rate(…)</c> or <c>at(…)</c>.</summary>
    public required string Expression { get; init; }

    /// <summary>Time zone of the expression.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Minimum number of tasks from then on; null if it does not change.</summary>
    public int? MinimumCount { get; init; }

    /// <summary>Maximum number of tasks from then on; null if it does not change.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>When it takes place, and what it changes.</summary>
    public override string ToString() => $"{Expression} {TimeZone}: {Text(MinimumCount)} to {Text(MaximumCount)}";

    private static string Text(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
