using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Xml;
using System.Xml.Linq;

namespace EcsTools.Schedules.Conversion;

/// <summary>
/// Reads the XML that Export-ScheduledTask and schtasks write. It may come from anywhere: it has no document type, and is no longer than a limit. Source: the
/// Task Scheduler Schema of the Windows documentation.
/// </summary>
public static class WindowsTaskXml
{
    /// <summary>The most characters that are read.</summary>
    public const int LongestText = 4 << 20;

    /// <summary>The most tasks in one document.</summary>
    public const int MostTasks = 1_000;

    private const int MostTriggers = 48;

    /// <summary>Whether a text is XML.</summary>
    /// <param name="text">The text.</param>
    public static bool IsXml(string text) => text.TrimStart().TrimStart('\uFEFF').StartsWith("<", StringComparison.Ordinal);

    /// <summary>Reads a task, or the tasks that <c>schtasks /query /xml</c> lists.</summary>
    /// <param name="text">The XML.</param>
    /// <param name="source">Name of the source in errors, and of a task that has no name.</param>
    /// <exception cref="EcsToolsException">The text is not the XML of a task.</exception>
    public static IReadOnlyList<WindowsTask> Parse(string text, string source)
    {
        try
        {
            var root = Load(text).Root!;
            var tasks = root.Name.LocalName == "Task" ? [root]
                : root.Name.LocalName == "Tasks" ? Children(root, "Task").Take(MostTasks + 1).ToList()
                : throw new MalformedContentException($"its first element is <{UntrustedText.Sanitize(root.Name.LocalName)}>, not <Task>");
            return tasks.Count is 0 or > MostTasks
                ? throw new MalformedContentException($"it has {(tasks.Count == 0 ? "no task" : $"more than {MostTasks} tasks")}")
                : tasks.Select(task => Task(task, source)).ToList();
        }
        catch (Exception e) when (e is XmlException or MalformedContentException or FormatException or OverflowException)
        {
            var problem = e is MalformedContentException malformed ? malformed.Problem : UntrustedText.Sanitize(e.Message);
            throw new EcsToolsException(
                ErrorCodes.WindowsTaskInvalid,
                $"'{source}' is not a task of the Windows Task Scheduler: {problem.TrimEnd('.')}.",
                "Give the output of Export-ScheduledTask <name>, or of schtasks /query /tn <name> /xml.",
                "Path",
                source,
                e);
        }
    }

    private static XDocument Load(string text)
    {
        if (text.Length > LongestText)
        {
            throw new MalformedContentException($"it has more than {LongestText:N0} characters");
        }

        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = LongestText };
        using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF', ' ', '\r', '\n', '\t')), settings);
        return XDocument.Load(reader);
    }

    private static WindowsTask Task(XElement task, string source)
    {
        var (registration, settings) = (Child(task, "RegistrationInfo"), Child(task, "Settings"));
        var triggers = Child(task, "Triggers")?.Elements().ToList() ?? [];
        if (triggers.Count > MostTriggers)
        {
            throw new MalformedContentException($"it has {triggers.Count} triggers, and a task has at most {MostTriggers}");
        }

        return new WindowsTask
        {
            Path = Text(registration, "URI") ?? source,
            Description = Text(registration, "Description"),
            IsEnabled = Flag(settings, "Enabled") ?? true,
            Triggers = triggers.Select(Trigger).ToList(),
            Actions = (Child(task, "Actions")?.Elements() ?? []).Select(Action).ToList(),
            TimeLimit = Duration(settings, "ExecutionTimeLimit"),
            RestartCount = Child(settings, "RestartOnFailure") is { } restart ? Number(restart, "Count") ?? 0 : 0,
            OnlyIfIdle = Flag(settings, "RunOnlyIfIdle") ?? false,
            IsDeletedWhenExpired = Text(settings, "DeleteExpiredTaskAfter") is not null,
            MultipleInstances = Text(settings, "MultipleInstancesPolicy") ?? "IgnoreNew",
        };
    }

    private static WindowsAction Action(XElement action)
        => new(action.Name.LocalName, Text(action, "Command"), Text(action, "Arguments"), Text(action, "WorkingDirectory"));

    private static WindowsTrigger Trigger(XElement trigger)
    {
        var repetition = Child(trigger, "Repetition");
        var calendar = trigger.Elements().FirstOrDefault(element => element.Name.LocalName.StartsWith("ScheduleBy", StringComparison.Ordinal));
        var kind = trigger.Name.LocalName switch
        {
            "TimeTrigger" => WindowsTriggerKind.Once,
            "CalendarTrigger" => calendar?.Name.LocalName switch
            {
                "ScheduleByDay" => WindowsTriggerKind.Daily,
                "ScheduleByWeek" => WindowsTriggerKind.Weekly,
                "ScheduleByMonth" => WindowsTriggerKind.Monthly,
                "ScheduleByMonthDayOfWeek" => WindowsTriggerKind.MonthlyWeekday,
                _ => throw new MalformedContentException("a CalendarTrigger does not say its days"),
            },
            _ => WindowsTriggerKind.Event,
        };
        return new WindowsTrigger
        {
            Kind = kind,
            Name = trigger.Name.LocalName,
            IsEnabled = Flag(trigger, "Enabled") ?? true,
            Start = Text(trigger, "StartBoundary"),
            End = Text(trigger, "EndBoundary"),
            RandomDelay = Duration(trigger, "RandomDelay") ?? TimeSpan.Zero,
            Interval = Interval(Number(calendar, "DaysInterval") ?? Number(calendar, "WeeksInterval") ?? 1),
            Weekdays = NamesIn(calendar, "DaysOfWeek").Select(Weekday).ToList(),
            Days = Children(Child(calendar, "DaysOfMonth"), "Day").Select(day => DayOfMonth(day.Value.Trim())).ToList(),
            Weeks = Children(Child(calendar, "Weeks"), "Week").Select(week => Week(week.Value.Trim())).ToList(),
            Months = NamesIn(calendar, "Months").Select(Month).ToList(),
            Repetition = Duration(repetition, "Interval") is { } interval && interval > TimeSpan.Zero ? interval : null,
            RepetitionDuration = Duration(repetition, "Duration") is { } duration && duration > TimeSpan.Zero ? duration : null,
        };
    }

    private static int Interval(int days) => days is >= 1 and <= 365
        ? days
        : throw new MalformedContentException($"an interval is {days}, and it must be 1 to 365");

    private static int DayOfMonth(string text)
        => text == "Last" ? 0 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31 ? day
            : throw new MalformedContentException($"'{UntrustedText.Sanitize(text)}' is not a day of the month");

    private static int Week(string text)
        => text == "Last" ? 0 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var week) && week is >= 1 and <= 4 ? week
            : throw new MalformedContentException($"'{UntrustedText.Sanitize(text)}' is not a week of the month");

    private static DayOfWeek Weekday(string name)
        => Array.IndexOf(CultureInfo.InvariantCulture.DateTimeFormat.DayNames, name) is var day and >= 0 ? (DayOfWeek)day
            : throw new MalformedContentException($"'{UntrustedText.Sanitize(name)}' is not a day of the week");

    private static int Month(string name)
        => Array.IndexOf(CultureInfo.InvariantCulture.DateTimeFormat.MonthNames, name) is var month and >= 0 and < 12 ? month + 1
            : throw new MalformedContentException($"'{UntrustedText.Sanitize(name)}' is not a month");

    private static IEnumerable<string> NamesIn(XElement? parent, string name)
        => Child(parent, name)?.Elements().Select(element => element.Name.LocalName) ?? [];

    private static XElement? Child(XElement? parent, string name) => parent?.Elements().FirstOrDefault(element => element.Name.LocalName == name);

    private static IEnumerable<XElement> Children(XElement? parent, string name) => parent?.Elements().Where(element => element.Name.LocalName == name) ?? [];

    private static string? Text(XElement? parent, string name) => Child(parent, name)?.Value.Trim() is { Length: > 0 } text ? text : null;

    private static bool? Flag(XElement? parent, string name) => Text(parent, name) is { } text ? XmlConvert.ToBoolean(text.ToLowerInvariant()) : null;

    private static int? Number(XElement? parent, string name) => Text(parent, name) is { } text ? XmlConvert.ToInt32(text) : null;

    private static TimeSpan? Duration(XElement? parent, string name) => Text(parent, name) is { } text ? XmlConvert.ToTimeSpan(text) : null;
}
