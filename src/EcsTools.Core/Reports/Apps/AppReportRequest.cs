using System;

namespace EcsTools.Reports.Apps;

/// <summary>Which app to show, and how.</summary>
public sealed record AppReportRequest
{
    /// <summary>Name of the app.</summary>
    public required string App { get; init; }

    /// <summary>Number of log lines; 0 for none.</summary>
    public int LogLines { get; init; } = 40;

    /// <summary>The zone in which times are shown.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;
}
