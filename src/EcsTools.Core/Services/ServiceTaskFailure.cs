using System;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Failures.Rules;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>One task of a service that stopped although it should have kept running. <see cref="ServiceTaskFailures"/> collects them.</summary>
/// <param name="Task">The task.</param>
/// <param name="Text">What went wrong, in a few words.</param>
internal sealed record ServiceTaskFailure(FargateTask Task, string Text)
{
    // Ids and numbers differ between tasks that stopped for the same reason. An exit code is a short number.
    private static readonly Regex Particular = new(
        @"\b[0-9a-f-]{8,}\b|\b\d{4,}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>A key that is equal for failures with the same reason.</summary>
    public string Key { get; } = Particular.Replace(Text, "#");

    /// <summary>Whether the reason for the stop is known. ECS gives the reason long before the task has ended.</summary>
    public static bool IsTold(FargateTask task)
        => task.LastStatus == "STOPPED"
            || (task.DesiredStatus == "STOPPED" && task.StopCode is not (null or "EssentialContainerExited")
                && !string.IsNullOrEmpty(task.StoppedReason));

    /// <summary>Reads a failure; null if the task was stopped on request or lost its capacity.</summary>
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
