using System;
using System.Globalization;
using System.Management.Automation;

namespace EcsTools.Formatting;

/// <summary>
/// Writes times in the zone of this machine, and durations, in the same way in every view. It also reads what Import-Clixml and jobs leave of
/// a time.
/// </summary>
public static class TimeText
{
    /// <summary>A time to the minute, in the zone of this machine; empty if there is none.</summary>
    /// <param name="time">A <see cref="DateTimeOffset"/>, or what is left of one.</param>
    public static string Minute(object? time) => Local(time, "yyyy-MM-dd HH:mm");

    /// <summary>A time to the second.</summary>
    /// <param name="time">A <see cref="DateTimeOffset"/>, or what is left of one.</param>
    public static string Second(object? time) => Local(time, "yyyy-MM-dd HH:mm:ss");

    /// <summary>A time of this year to the millisecond, as in a log.</summary>
    /// <param name="time">A <see cref="DateTimeOffset"/>, or what is left of one.</param>
    public static string Log(object? time) => Local(time, "MM-dd HH:mm:ss.fff");

    /// <summary>A duration such as <c>00:01:30</c> or <c>2.04:00:00</c>; empty if there is none.</summary>
    /// <param name="duration">A <see cref="TimeSpan"/>.</param>
    public static string Duration(object? duration)
        => BaseOf(duration) is TimeSpan span ? span.ToString(span.Days > 0 ? @"d\.hh\:mm\:ss" : @"hh\:mm\:ss", CultureInfo.InvariantCulture) : "";

    /// <summary>An age in its largest unit, such as <c>12d</c>, <c>5h</c>, <c>3m</c> or <c>40s</c>; empty if there is none.</summary>
    /// <param name="age">A <see cref="TimeSpan"/>.</param>
    public static string Age(object? age) => BaseOf(age) is not TimeSpan span ? ""
        : span.TotalDays >= 1 ? Whole(span.TotalDays, "d")
        : span.TotalHours >= 1 ? Whole(span.TotalHours, "h")
        : span.TotalMinutes >= 1 ? Whole(span.TotalMinutes, "m")
        : Whole(Math.Max(0, span.TotalSeconds), "s");

    /// <summary>The age of something that began at a time; empty if it has not begun.</summary>
    /// <param name="time">A <see cref="DateTimeOffset"/>, or what is left of one.</param>
    public static string AgeSince(object? time) => Utc(time) is { } utc ? Age(DateTime.UtcNow - utc) : "";

    private static string Whole(double amount, string unit) => Math.Floor(amount).ToString("0", CultureInfo.InvariantCulture) + unit;

    private static string Local(object? time, string format) => Utc(time)?.ToLocalTime().ToString(format, CultureInfo.InvariantCulture) ?? "";

    // Clixml keeps a DateTimeOffset only as its members. Its local time is that of the machine that wrote it.
    private static DateTime? Utc(object? time) => BaseOf(time) switch
    {
        DateTimeOffset known => known.UtcDateTime,
        DateTime known => known.ToUniversalTime(),
        PSCustomObject => BaseOf((time as PSObject)?.Properties["UtcDateTime"]?.Value) is DateTime utc ? DateTime.SpecifyKind(utc, DateTimeKind.Utc) : null,
        _ => null,
    };

    private static object? BaseOf(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
