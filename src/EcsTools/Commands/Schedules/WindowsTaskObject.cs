using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Text.RegularExpressions;
using System.Xml;
using EcsTools.Schedules.Conversion;

namespace EcsTools.Commands.Schedules;

/// <summary>
/// Reads the objects of Get-ScheduledTask by the names of their properties, so that those of a remote session or of a JSON file are read too. Source: the
/// classes MSFT_ScheduledTask, MSFT_Task…Trigger and MSFT_TaskExecAction of the Windows documentation.
/// </summary>
internal static class WindowsTaskObject
{
    private const int Disabled = 1;

    private static readonly Regex ClassName = new(@"MSFT_Task\w+", RegexOptions.CultureInvariant);

    /// <summary>Whether an object is a task: it has triggers and actions.</summary>
    public static bool Is(PSObject item) => item.Properties["Triggers"] is not null && item.Properties["Actions"] is not null;

    /// <exception cref="EcsToolsException">A value of the task cannot be read.</exception>
    public static WindowsTask Read(PSObject task)
    {
        var path = (Text(task, "TaskPath") ?? "\\").TrimEnd('\\') + "\\" + (Text(task, "TaskName") ?? "task");
        try
        {
            var settings = Object(task, "Settings");
            return new WindowsTask
            {
                Path = path,
                Description = Text(task, "Description"),
                IsEnabled = (Flag(settings, "Enabled") ?? true) && !IsDisabled(task),
                Triggers = Objects(task, "Triggers").Select(Trigger).ToList(),
                Actions = Objects(task, "Actions").Select(Action).ToList(),
                TimeLimit = Duration(settings, "ExecutionTimeLimit"),
                RestartCount = (int)(Number(settings, "RestartCount") ?? 0),
                OnlyIfIdle = Flag(settings, "RunOnlyIfIdle") ?? false,
                IsDeletedWhenExpired = Text(settings, "DeleteExpiredTaskAfter") is not null,
                MultipleInstances = Instances(settings),
            };
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidCastException)
        {
            throw new EcsToolsException(
                ErrorCodes.WindowsTaskInvalid,
                $"The task '{UntrustedText.Sanitize(path)}' cannot be read: {UntrustedText.Sanitize(e.Message)}",
                "Pipe the objects of Get-ScheduledTask, or convert the XML: Export-ScheduledTask <name> | ConvertTo-EcsScheduledTask",
                "InputObject",
                path,
                e);
        }
    }

    private static bool IsDisabled(PSObject task)
        => Text(task, "State") is { } state && (state == "Disabled" || state == Disabled.ToString(CultureInfo.InvariantCulture));

    private static string Instances(PSObject? settings) => Text(settings, "MultipleInstances") switch
    {
        "0" or "Parallel" => "Parallel",
        "1" or "Queue" => "Queue",
        "3" or "StopExisting" => "StopExisting",
        _ => "IgnoreNew",
    };

    private static WindowsAction Action(PSObject action)
        => new(
            Class(action) is "" or "MSFT_TaskExecAction" ? "Exec" : Class(action).Replace("MSFT_Task", "").Replace("Action", ""),
            Text(action, "Execute"),
            Text(action, "Arguments"),
            Text(action, "WorkingDirectory"));

    private static WindowsTrigger Trigger(PSObject trigger)
    {
        var name = Class(trigger);
        var repetition = Object(trigger, "Repetition");
        return new WindowsTrigger
        {
            Kind = name switch
            {
                "MSFT_TaskTimeTrigger" => WindowsTriggerKind.Once,
                "MSFT_TaskDailyTrigger" => WindowsTriggerKind.Daily,
                "MSFT_TaskWeeklyTrigger" => WindowsTriggerKind.Weekly,

                // Of a monthly trigger, Get-ScheduledTask returns the base class, without its days.
                "MSFT_TaskTrigger" or "" => WindowsTriggerKind.Unknown,
                _ => WindowsTriggerKind.Event,
            },
            Name = name.Length == 0 ? "a trigger without a class" : name.Replace("MSFT_Task", ""),
            IsEnabled = Flag(trigger, "Enabled") ?? true,
            Start = Text(trigger, "StartBoundary"),
            End = Text(trigger, "EndBoundary"),
            RandomDelay = Duration(trigger, "RandomDelay") ?? TimeSpan.Zero,
            Interval = (int)Math.Max(1, Number(trigger, "DaysInterval") ?? Number(trigger, "WeeksInterval") ?? 1),
            Weekdays = Weekdays(Number(trigger, "DaysOfWeek") ?? 0),
            Repetition = Duration(repetition, "Interval") is { } interval && interval > TimeSpan.Zero ? interval : null,
            RepetitionDuration = Duration(repetition, "Duration") is { } duration && duration > TimeSpan.Zero ? duration : null,
        };
    }

    /// <summary>The days of a mask, in which Sunday is the lowest bit.</summary>
    private static IReadOnlyList<DayOfWeek> Weekdays(long mask)
        => Enumerable.Range(0, 7).Where(day => (mask & (1L << day)) != 0).Select(day => (DayOfWeek)day).ToList();

    /// <summary>The CIM class of an object; empty if it does not tell.</summary>
    private static string Class(PSObject item)
        => Text(Object(item, "CimClass"), "CimClassName")
            ?? item.TypeNames.Select(name => ClassName.Match(name)).FirstOrDefault(match => match.Success)?.Value
            ?? "";

    private static object? Value(PSObject? item, string name)
        => item?.Properties[name]?.Value is { } value ? value is PSObject wrapped ? wrapped.BaseObject : value : null;

    private static PSObject? Object(PSObject? item, string name) => item?.Properties[name]?.Value is { } value ? PSObject.AsPSObject(value) : null;

    private static IEnumerable<PSObject> Objects(PSObject item, string name) => Value(item, name) switch
    {
        null => [],
        string => [],
        IEnumerable list and not IDictionary => list.Cast<object?>().OfType<object>().Select(PSObject.AsPSObject),
        var single => [PSObject.AsPSObject(single)],
    };

    // ConvertFrom-Json makes times of texts.
    private static string? Text(PSObject? item, string name) => Value(item, name) switch
    {
        null => null,
        DateTime time => time.ToString(time.Kind == DateTimeKind.Utc ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
        var value => System.Convert.ToString(value, CultureInfo.InvariantCulture)?.Trim() is { Length: > 0 } text ? text : null,
    };

    private static bool? Flag(PSObject? item, string name) => Value(item, name) switch
    {
        bool flag => flag,
        string text when bool.TryParse(text, out var parsed) => parsed,
        _ => null,
    };

    private static long? Number(PSObject? item, string name)
        => Value(item, name) is { } value and (IConvertible and not string or string { Length: > 0 })
            ? System.Convert.ToInt64(value, CultureInfo.InvariantCulture)
            : null;

    private static TimeSpan? Duration(PSObject? item, string name) => Text(item, name) is { } text ? XmlConvert.ToTimeSpan(text) : null;
}
