using System;
using System.Collections.Generic;

namespace EcsTools.Schedules.Conversion;

/// <summary>A task of the Windows Task Scheduler, as its XML or an object of Get-ScheduledTask describes it.</summary>
public sealed record WindowsTask
{
    /// <summary>Path and name, such as <c>\Backup\Nightly</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Description of the task.</summary>
    public string? Description { get; init; }

    /// <summary>Whether the task is enabled.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>When the task runs.</summary>
    public IReadOnlyList<WindowsTrigger> Triggers { get; init; } = [];

    /// <summary>What the task runs, in this order.</summary>
    public IReadOnlyList<WindowsAction> Actions { get; init; } = [];

    /// <summary>Time after which Windows stops the task; zero or null for no limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>How many times Windows starts the task again after a failure.</summary>
    public int RestartCount { get; init; }

    /// <summary>Whether the task runs only while the computer is idle.</summary>
    public bool OnlyIfIdle { get; init; }

    /// <summary>Whether Windows deletes the task after its last run.</summary>
    public bool IsDeletedWhenExpired { get; init; }

    /// <summary>What Windows does if the task still runs at its next time, such as <c>IgnoreNew</c> or <c>Parallel</c>.</summary>
    public string MultipleInstances { get; init; } = "IgnoreNew";
}

/// <summary>What a trigger of the Windows Task Scheduler waits for.</summary>
public enum WindowsTriggerKind
{
    /// <summary>One time.</summary>
    Once,

    /// <summary>Every day, or every few days.</summary>
    Daily,

    /// <summary>Days of the week, every week or every few weeks.</summary>
    Weekly,

    /// <summary>Days of the month.</summary>
    Monthly,

    /// <summary>Weekdays of a week of the month, such as the second Tuesday.</summary>
    MonthlyWeekday,

    /// <summary>A monthly trigger of Get-ScheduledTask, which does not tell the days.</summary>
    Unknown,

    /// <summary>Something other than a time, such as the start of the computer.</summary>
    Event,
}

/// <summary>A trigger of a task.</summary>
public sealed record WindowsTrigger
{
    /// <summary>What the trigger waits for.</summary>
    public required WindowsTriggerKind Kind { get; init; }

    /// <summary>The kind in the words of Windows, such as <c>BootTrigger</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the trigger is enabled.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>First time, as Windows writes it: a local time, or one with a time zone.</summary>
    public string? Start { get; init; }

    /// <summary>Time after which the trigger does nothing.</summary>
    public string? End { get; init; }

    /// <summary>Longest random delay of a run.</summary>
    public TimeSpan RandomDelay { get; init; }

    /// <summary>Days or weeks from one run to the next.</summary>
    public int Interval { get; init; } = 1;

    /// <summary>Weekdays.</summary>
    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    /// <summary>Days of the month; 0 is the last one.</summary>
    public IReadOnlyList<int> Days { get; init; } = [];

    /// <summary>Weeks of the month, 1 to 4; 0 is the last one.</summary>
    public IReadOnlyList<int> Weeks { get; init; } = [];

    /// <summary>Months, 1 to 12; empty for all.</summary>
    public IReadOnlyList<int> Months { get; init; } = [];

    /// <summary>Time between the repetitions of a run; null for no repetition.</summary>
    public TimeSpan? Repetition { get; init; }

    /// <summary>How long a run is repeated; null for always.</summary>
    public TimeSpan? RepetitionDuration { get; init; }
}

/// <summary>An action of a task.</summary>
/// <param name="Kind">The kind in the words of Windows; <c>Exec</c> starts a program.</param>
/// <param name="Program">The program.</param>
/// <param name="Arguments">Its arguments, as one text.</param>
/// <param name="Folder">The folder in which it starts.</param>
public sealed record WindowsAction(string Kind, string? Program, string? Arguments, string? Folder);
