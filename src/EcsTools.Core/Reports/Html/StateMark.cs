using System;

namespace EcsTools.Reports.Html;

/// <summary>Writes a state with a mark whose shape and colour say the same, so that it can be read without colours.</summary>
internal static class StateMark
{
    public static void Write(HtmlWriter html, string? status) => html.Text("span", Words(status), ("class", "state " + ClassOf(status)));

    /// <summary>The class of the style sheet for a state.</summary>
    public static string ClassOf(string? status) => status?.ToUpperInvariant() switch
    {
        "RUNNING" or "HEALTHY" or "SUCCESSFUL" or "ENABLED" or "ACTIVE" => "good",
        "FAILED" or "UNHEALTHY" or "ROLLBACK_SUCCESSFUL" or "ROLLBACK_FAILED" or "ROLLBACK_IN_PROGRESS" or "ROLLBACK_REQUESTED" => "bad",
        "SUSPENDED" or "IDLE" or "STOPPED" or "DISABLED" or "STOP_REQUESTED" or null or "" => "idle",
        _ => "busy",
    };

    /// <summary>A status of ECS in small letters: <c>ROLLBACK_SUCCESSFUL</c> becomes <c>rolled back</c>.</summary>
    public static string Words(string? status) => status switch
    {
        null or "" => "unknown",
        "ROLLBACK_SUCCESSFUL" => "rolled back",
        _ when string.Equals(status, status.ToUpperInvariant(), StringComparison.Ordinal) => status.ToLowerInvariant().Replace('_', ' '),
        _ => status,
    };
}
