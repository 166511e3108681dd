using System;
using System.Collections.Generic;
using System.Management.Automation;

namespace EcsTools.Formatting;

/// <summary>
/// Colours the states that EcsTools.Format.ps1xml shows, in the colours of the session's own $PSStyle. Windows PowerShell has none, and shows them plain.
/// </summary>
public static class StatusText
{
    private static readonly Dictionary<string, string> Colours = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ACTIVE"] = "Green",
        ["RUNNING"] = "Green",
        ["HEALTHY"] = "Green",
        ["COMPLETED"] = "Green",
        ["SUCCESSFUL"] = "Green",
        ["ENABLED"] = "Green",
        ["Started"] = "Green",
        ["Created"] = "Green",
        ["Succeeded"] = "Green",
        ["PROVISIONING"] = "Yellow",
        ["PENDING"] = "Yellow",
        ["ACTIVATING"] = "Yellow",
        ["IN_PROGRESS"] = "Yellow",
        ["DEPROVISIONING"] = "Yellow",
        ["DEACTIVATING"] = "Yellow",
        ["STOPPING"] = "Yellow",
        ["DRAINING"] = "Yellow",
        ["Updated"] = "Yellow",
        ["Removed"] = "Yellow",
        ["FAILED"] = "Red",
        ["UNHEALTHY"] = "Red",
        ["ROLLBACK_SUCCESSFUL"] = "Red",
        ["ROLLBACK_FAILED"] = "Red",
        ["Missed"] = "Red",
        ["INACTIVE"] = "BrightBlack",
        ["STOPPED"] = "BrightBlack",
        ["DISABLED"] = "BrightBlack",
        ["UNKNOWN"] = "BrightBlack",
        ["Unchanged"] = "BrightBlack",
        ["Simulated"] = "Yellow",
    };

    /// <summary>Colours a state.</summary>
    /// <param name="status">The state; its text decides.</param>
    /// <param name="style">$PSStyle, or null where there is none.</param>
    /// <returns>The state's text, plain where it has no colour.</returns>
    public static string Paint(object? status, object? style)
    {
        var text = status?.ToString() ?? "";
        return style is not null && Colours.TryGetValue(text, out var colour) ? Wrap(text, style, colour) : text;
    }

    /// <summary>Colours an exit code: 0 green, anything else red.</summary>
    /// <param name="exitCode">The exit code, or null where there is none yet.</param>
    /// <param name="style">$PSStyle, or null where there is none.</param>
    public static string PaintExitCode(object? exitCode, object? style)
    {
        var text = exitCode?.ToString() ?? "";
        return style is null || text.Length == 0 ? text : Wrap(text, style, text == "0" ? "Green" : "Red");
    }

    private static string Wrap(string text, object style, string colour)
    {
        var properties = PSObject.AsPSObject(style).Properties;
        var foreground = PSObject.AsPSObject(properties["Foreground"].Value).Properties;
        return $"{foreground[colour].Value}{text}{properties["Reset"].Value}";
    }
}
