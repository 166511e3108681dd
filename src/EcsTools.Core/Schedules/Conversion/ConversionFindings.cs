using System;
using EcsTools.Models;

namespace EcsTools.Schedules.Conversion;

/// <summary>What a schedule of AWS cannot do, or does in another way, with what to do about it.</summary>
internal static class ConversionFindings
{
    private const string GiveATime = "Give it a time: New-EcsScheduledTask <name> -TaskDefinition <family> -Every 1d";

    public static ScheduleFinding NoCounterpart(string trigger) => trigger switch
    {
        "BootTrigger" => Error("NoCounterpart", "The task runs when the computer starts. A schedule has no such event.",
            "Run the program as a service, which is always running (New-FargateService). Or give it a time with New-EcsScheduledTask."),
        "LogonTrigger" or "SessionStateChangeTrigger" => Error(
            "NoCounterpart", $"The task runs when somebody signs in or uses the computer ({trigger}). Nobody signs in to Fargate.", GiveATime),
        "IdleTrigger" => Error("NoCounterpart", "The task runs when the computer is idle. Fargate tasks have their own processors.", GiveATime),
        "EventTrigger" => Error("NoCounterpart", "The task runs when an event is written to a log of Windows.",
            "Let what writes the event run the task (Start-FargateTask), or give it a time with New-EcsScheduledTask."),
        _ => Error("NoCounterpart", $"The task has a trigger that is not a time ({trigger}).", GiveATime),
    };

    public static ScheduleFinding MonthlyUnknown(string trigger) => Error(
        "MonthlyDaysUnknown",
        $"The task has a trigger whose days Get-ScheduledTask does not tell ({trigger}). Monthly triggers are such.",
        "Convert its XML, which has the days: Export-ScheduledTask <name> | ConvertTo-EcsScheduledTask");

    public static ScheduleFinding NoStart(string trigger, string? start) => Error(
        "StartInvalid",
        $"The start of a trigger ({trigger}) is not a time: '{UntrustedText.Sanitize(start ?? "")}'.",
        "Correct the start boundary of the trigger.");

    public static ScheduleFinding NoTrigger() => Error("NoTrigger", "The task has no trigger: it runs only when somebody starts it.", GiveATime);

    public static ScheduleFinding HasEnded(string end) => Error(
        "HasEnded", $"The trigger ended at {UntrustedText.Sanitize(end)}.", "Leave it out, or give it a later end in the Task Scheduler.");

    public static ScheduleFinding InThePast(string start) => Error(
        "InThePast", $"The only time of the trigger, {UntrustedText.Sanitize(start)}, has passed.", "Leave it out.");

    public static ScheduleFinding SecondsLeftOut(string start) => Information(
        "SecondsLeftOut", $"The trigger starts at {UntrustedText.Sanitize(start)}. Schedules have no seconds, so it starts at the full minute.");

    public static ScheduleFinding RepetitionNotInMinutes(TimeSpan interval) => Error(
        "RepetitionNotInMinutes", $"The trigger repeats every {interval}. Schedules run at full minutes.", "Change the repetition to whole minutes.");

    public static ScheduleFinding RepetitionAfterMidnight() => Warning(
        "RepetitionAfterMidnight",
        "The repetition of a monthly trigger goes on after midnight. A schedule cannot run on the day after a day of the month, so these runs are left out.",
        "Create a second schedule with the days after, if the runs are needed: New-EcsScheduledTask -Cron");

    public static ScheduleFinding TooManyTimes(int count, int most) => Error(
        "TooManyTimes",
        $"The trigger skips days or weeks and repeats its runs: this needs {count} schedules, and at most {most} are created for a trigger.",
        "Let the program itself repeat its work, or use one run a day: New-EcsScheduledTask <name> -TaskDefinition <family> -Every 1d");

    public static ScheduleFinding RateIgnoresClockChanges(int days, string zone) => Warning(
        "RateIgnoresClockChanges",
        $"The trigger runs every {days} days. This is a rate, which counts hours: after a clock change in {zone} it runs an hour earlier or later.",
        "If the hour matters, use -Cron with days of the week or of the month.");

    public static ScheduleFinding DelayTooLong(TimeSpan window) => Warning(
        "DelayTooLong", $"The random delay of {window} is longer than the longest window of a schedule, one day.", "One day is used.");

    public static ScheduleFinding TimeLimit(TimeSpan limit) => Warning(
        "NoTimeLimit",
        $"Windows stops the task after {limit}. ECS does not stop a task that runs for too long.",
        $"Limit the command itself, such as: timeout {(long)limit.TotalSeconds} <command>");

    public static ScheduleFinding Restart(int count) => Warning(
        "NoRestart",
        $"Windows starts the task again after a failure, up to {count} times. A schedule retries only a start that AWS refused.",
        "Let the command itself try again, or look at failed runs with Get-EcsScheduledRun.");

    public static ScheduleFinding Idle() => Warning(
        "NoIdle", "The task runs only while the computer is idle. Fargate tasks have their own processors, so it runs at each of its times.");

    public static ScheduleFinding ParallelRuns(string policy) => Information(
        "ParallelRuns",
        $"If a run lasts until the next one, Windows does not start a second one ({UntrustedText.Sanitize(policy)}). ECS starts it beside the first one.",
        "Let the command take a lock if two runs at the same time do harm. Test-EcsScheduledTask tells if runs overlap.");

    public static ScheduleFinding DeletedWhenExpired() => Information(
        "NotDeleted", "Windows deletes the task after its last run. The schedule stays.", "Remove it afterwards: Remove-EcsScheduledTask");

    public static ScheduleFinding OtherAction(string kind) => Error(
        "ActionUnknown",
        $"The task has an action that does not start a program ({UntrustedText.Sanitize(kind)}).",
        "Replace it with a program that runs in a container.");

    public static ScheduleFinding OtherActions(int count) => Warning(
        "OnlyFirstAction",
        $"The task has {count} actions that run one after the other. A container has one command, so only the first one is converted.",
        "Put the programs into a script of the image, and give that as -Command.");

    public static ScheduleFinding Folder(string folder) => Warning(
        "FolderLeftOut",
        $"The program starts in the folder '{UntrustedText.Sanitize(folder)}'. A schedule cannot set the folder.",
        "Set it in the task definition: Register-FargateTask -WorkingDirectory");

    public static ScheduleFinding PathOfWindows(string program) => Warning(
        "PathOfThisComputer",
        $"The program '{UntrustedText.Sanitize(program)}' is a path on the computer. The container must have it at the same place.",
        "Give the command of the image with -Command.");

    public static ScheduleFinding Variables(string text) => Warning(
        "VariablesNotExpanded",
        $"'{UntrustedText.Sanitize(text)}' has variables that the Task Scheduler replaces. A container gets the text as it is.",
        "Write their values, or give the command with -Command.");

    public static ScheduleFinding Reboot() => Error(
        "NoCounterpart", "@reboot runs when the computer starts. A schedule has no such event.",
        "Run the program as a service, which is always running (New-FargateService). Or give it a time with New-EcsScheduledTask.");

    public static ScheduleFinding InvalidLine(string fields) => Error(
        "LineInvalid",
        $"'{UntrustedText.Sanitize(fields)}' is not a time of a crontab.",
        "Write five fields: minute, hour, day of the month, month, day of the week.");

    public static ScheduleFinding BothDays(string fields) => Error(
        "DaysNotExpressible",
        $"'{UntrustedText.Sanitize(fields)}' restricts the day of the month and the day of the week. AWS takes only one of the two.",
        "Write '*' for one of them, and let the command check the other one.");

    public static ScheduleFinding EitherDay() => Information(
        "TwoSchedules",
        "The line runs on days that match either of its two day fields. This needs two schedules, and on a day that matches both, both run.");

    public static ScheduleFinding Input() => Warning(
        "InputLeftOut", "The text after % is the input of the command in cron. A container has no input.", "Write the text into a file of the image.");

    public static ScheduleFinding Mail(string address) => Information(
        "NoMail", $"cron sends the output to {UntrustedText.Sanitize(address)}. ECS writes it to the log group of the task definition.",
        "Read it with Get-FargateLog, or raise an alarm on the log.");

    private static ScheduleFinding Information(string code, string message, string remedy = "")
        => New(ScheduleFindingSeverity.Information, code, message, remedy);

    private static ScheduleFinding Warning(string code, string message, string remedy = "") => New(ScheduleFindingSeverity.Warning, code, message, remedy);

    private static ScheduleFinding Error(string code, string message, string remedy) => New(ScheduleFindingSeverity.Error, code, message, remedy);

    private static ScheduleFinding New(string severity, string code, string message, string remedy)
        => new() { Severity = severity, Code = code, Message = message, Remedy = remedy };
}
