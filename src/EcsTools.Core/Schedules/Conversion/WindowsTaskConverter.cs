using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Models;
using EcsTools.Schedules.Expressions;

namespace EcsTools.Schedules.Conversion;

/// <summary>Converts tasks of the Windows Task Scheduler.</summary>
/// <param name="zone">The time zone of the computer that the tasks are from.</param>
/// <param name="now">The current time.</param>
/// <param name="name">The name for the schedules; null for the name of each task.</param>
public sealed class WindowsTaskConverter(ScheduleTimeZone zone, DateTimeOffset now, string? name = null)
{
    // Windows writes this limit into every task.
    private static readonly TimeSpan UsualTimeLimit = TimeSpan.FromHours(72);

    private static readonly Regex WindowsPath = new(@"^([A-Za-z]:|\\\\|%\w+%\\)", RegexOptions.CultureInvariant);
    private static readonly Regex Variable = new(@"%[\w()]+%|\$\(\w+\)", RegexOptions.CultureInvariant);

    /// <summary>The schedules that run at the times of a task. Without such times it is one without an expression, whose findings say why.</summary>
    /// <param name="task">The task.</param>
    public IReadOnlyList<ScheduleConversion> Convert(WindowsTask task)
    {
        var findings = new List<ScheduleFinding>();
        var drafts = new List<ScheduleDraft>();
        foreach (var trigger in task.Triggers)
        {
            var (times, problems) = new TriggerConverter(zone, now).Convert(trigger);
            drafts.AddRange(times);
            findings.AddRange(problems);
        }

        if (task.Triggers.Count == 0)
        {
            findings.Add(ConversionFindings.NoTrigger());
        }

        // A trigger without a counterpart does not prevent the schedules of the other ones.
        var triggers = drafts.Count == 0 ? findings : findings.Select(Lowered).ToList();
        var actions = new List<ScheduleFinding>();
        var pattern = new ScheduleConversion
        {
            ScheduleName = name ?? task.Path.Split('\\', '/').Last(),
            Source = task.Path,
            Description = task.Description,
            Enabled = task.IsEnabled,
            Command = CommandOf(task, actions),
            Findings = [.. triggers, .. actions, .. Settings(task)],
        };
        return ScheduleDraft.Complete(pattern, drafts, now);
    }

    private static ScheduleFinding Lowered(ScheduleFinding finding)
        => finding.Severity == ScheduleFindingSeverity.Error ? finding with { Severity = ScheduleFindingSeverity.Warning } : finding;

    private static IReadOnlyList<string> CommandOf(WindowsTask task, List<ScheduleFinding> findings)
    {
        if (task.Actions.FirstOrDefault() is not { } action)
        {
            return [];
        }

        if (action.Kind != "Exec" || action.Program is not { } program)
        {
            findings.Add(ConversionFindings.OtherAction(action.Kind));
            return [];
        }

        if (task.Actions.Count > 1)
        {
            findings.Add(ConversionFindings.OtherActions(task.Actions.Count));
        }

        if (action.Folder is { } folder)
        {
            findings.Add(ConversionFindings.Folder(folder));
        }

        IReadOnlyList<string> command = [program.Trim('"'), .. WindowsCommandLine.Split(action.Arguments)];
        if (command.FirstOrDefault(Variable.IsMatch) is { } variables)
        {
            findings.Add(ConversionFindings.Variables(variables));
        }

        if (WindowsPath.IsMatch(command[0]))
        {
            findings.Add(ConversionFindings.PathOfWindows(command[0]));
        }

        return command;
    }

    private static IEnumerable<ScheduleFinding> Settings(WindowsTask task)
    {
        if (task.TimeLimit is { } limit && limit > TimeSpan.Zero && limit != UsualTimeLimit)
        {
            yield return ConversionFindings.TimeLimit(limit);
        }

        if (task.RestartCount > 0)
        {
            yield return ConversionFindings.Restart(task.RestartCount);
        }

        if (task.OnlyIfIdle)
        {
            yield return ConversionFindings.Idle();
        }

        if (task.MultipleInstances != "Parallel")
        {
            yield return ConversionFindings.ParallelRuns(task.MultipleInstances);
        }

        if (task.IsDeletedWhenExpired)
        {
            yield return ConversionFindings.DeletedWhenExpired();
        }
    }
}
