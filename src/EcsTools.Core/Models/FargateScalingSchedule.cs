using System.Globalization;

namespace EcsTools.Models;

/// <summary>A change of a service's fewest and most tasks by the clock.</summary>
public sealed record FargateScalingSchedule
{
    /// <summary>Its name.</summary>
    public required string ScheduleName { get; init; }

    /// <summary>When, as AWS has it: <c>cron(…)</c>, <c>rate(…)</c> or <c>at(…)</c>.</summary>
    public required string Expression { get; init; }

    /// <summary>Time zone of the expression.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Fewest tasks from then on; null where that stays.</summary>
    public int? MinimumCount { get; init; }

    /// <summary>Most tasks from then on; null where that stays.</summary>
    public int? MaximumCount { get; init; }

    /// <summary>When, and what then.</summary>
    public override string ToString() => $"{Expression} {TimeZone}: {Text(MinimumCount)} to {Text(MaximumCount)}";

    private static string Text(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
