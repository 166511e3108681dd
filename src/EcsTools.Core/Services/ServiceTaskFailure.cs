using System;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Failures.Rules;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>A task of a service that stopped though it should have gone on.</summary>
/// <param name="Task">The task.</param>
/// <param name="Text">What went wrong, in a few words.</param>
internal sealed record ServiceTaskFailure(FargateTask Task, string Text)
{
    // Ids and numbers differ from task to task where the reason is the same. An exit code is a short number.
    private static readonly Regex Particular = new(
        @"\b[0-9a-f-]{8,}\b|\b\d{4,}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The same for two failures with the same reason.</summary>
    public string Key { get; } = Particular.Replace(Text, "#");

    /// <summary>Whether it is known why the task ends. One that is asked to end has its reason long before it has ended.</summary>
    public static bool IsTold(FargateTask task)
        => task.LastStatus == "STOPPED"
            || (task.DesiredStatus == "STOPPED" && task.StopCode is not (null or "EssentialContainerExited")
                && !string.IsNullOrEmpty(task.StoppedReason));

    /// <summary>Reads a failure; null where the task was asked to end, or what it ran on was taken from it.</summary>
    public static ServiceTaskFailure? From(FargateTask task)
    {
        if (!FailureClassifier.IsFailure(task with { LastStatus = "STOPPED" })
            || task.StopCode is "SpotInterruption" or "TerminationNotice")
        {
            return null;
        }

        var evidence = FailureEvidence.From(task);
        var reasons = string.Join("; ", evidence.Reasons.Select(reason => reason.TrimEnd('.')));
        return new ServiceTaskFailure(
            task,
            task.StopCode == "EssentialContainerExited"
                && evidence.ExitCode is int code ? FormattableString.Invariant($"{evidence.Subject} ended with exit code {code}: {reasons}")
                : reasons.Length > 0 ? reasons
                : $"stopped with {task.StopCode ?? "no reason given"}");
    }
}
