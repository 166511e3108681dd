using System;
using System.Collections.Generic;
using System.Linq;
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

    // Told apart at a glance, and none that means an error.
    private static readonly string[] TaskColours = ["Cyan", "Magenta", "Yellow", "Green", "BrightBlue", "BrightWhite"];

    private static readonly ConsoleColor[] HostColours =
    [
        ConsoleColor.DarkCyan, ConsoleColor.DarkMagenta, ConsoleColor.DarkYellow, ConsoleColor.DarkGreen, ConsoleColor.Blue, ConsoleColor.White,
    ];

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

    /// <summary>The state of a task, with its exit code if it has one, such as <c>STOPPED (1)</c>.</summary>
    /// <param name="status">The state.</param>
    /// <param name="exitCode">The exit code, or null where there is none yet.</param>
    /// <param name="style">$PSStyle, or null where there is none.</param>
    public static string PaintTaskStatus(object? status, object? exitCode, object? style)
        => exitCode is null ? Paint(status, style) : $"{Paint(status, style)} ({PaintExitCode(exitCode, style)})";

    /// <summary>Colours what belongs to a task, each task in a colour of its own as far as there are some.</summary>
    /// <param name="text">The text.</param>
    /// <param name="taskId">The task's id.</param>
    /// <param name="style">$PSStyle, or null where there is none.</param>
    public static string PaintTask(string? text, string? taskId, object? style)
        => style is null || string.IsNullOrEmpty(text) ? text ?? "" : Wrap(text!, style, TaskColours[Place(taskId, TaskColours.Length)]);

    /// <summary>The colour of a task on a host that has no styles.</summary>
    /// <param name="taskId">The task's id.</param>
    internal static ConsoleColor HostColour(string? taskId) => HostColours[Place(taskId, HostColours.Length)];

    // The same task has the same colour in every view; string.GetHashCode differs from process to process.
    private static int Place(string? taskId, int places) => (taskId ?? "").Sum(letter => letter) % places;

    private static string Wrap(string text, object style, string colour)
    {
        var properties = PSObject.AsPSObject(style).Properties;
        var foreground = PSObject.AsPSObject(properties["Foreground"].Value).Properties;
        return $"{foreground[colour].Value}{text}{properties["Reset"].Value}";
    }
}
