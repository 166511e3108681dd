using System;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Models;
using EcsTools.Tasks;

namespace EcsTools.Services;

/// <summary>A task of a service that stopped though it should have gone on.</summary>
/// <param name="Task">The task.</param>
/// <param name="Container">Name of the container that decided, or null where none ran.</param>
/// <param name="Text">What went wrong, as the middle of a sentence.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record ServiceTaskFailure(FargateTask Task, string? Container, string Text, string? Remedy)
{
    // Ids and numbers differ from task to task where the reason is the same. An exit code is a short number.
    private static readonly Regex Particular = new(@"\b[0-9a-f-]{8,}\b|\b\d{4,}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>The same for two failures with the same reason.</summary>
    public string Key { get; } = Particular.Replace(Text, "#");

    /// <summary>Whether it is known why the task ends. One that is asked to end has its reason long before it has ended.</summary>
    public static bool IsTold(FargateTask task)
        => task.LastStatus == "STOPPED"
            || (task.DesiredStatus == "STOPPED" && task.StopCode is not (null or "EssentialContainerExited") && !string.IsNullOrEmpty(task.StoppedReason));

    /// <summary>Reads a failure; null where the task was asked to end.</summary>
    public static ServiceTaskFailure? Of(FargateTask task)
    {
        if (!IsFailure(task))
        {
            return null;
        }

        var container = task.Containers.FirstOrDefault(candidate => candidate.ExitCode is not null and not 0)
            ?? task.Containers.FirstOrDefault(candidate => !string.IsNullOrEmpty(candidate.Reason))
            ?? task.Containers.FirstOrDefault(candidate => candidate.ExitCode is not null);
        var remedy = StopReasons.Remedy(task.StopCode, task.Containers.Select(candidate => candidate.Reason).Prepend(task.StoppedReason), task.ExitCode);
        if (task.StopCode != "EssentialContainerExited" || container?.ExitCode is not int code)
        {
            return new ServiceTaskFailure(task, container?.Name, Reason(task, container), remedy);
        }

        return code == 0
            ? new ServiceTaskFailure(
                task,
                container.Name,
                $"container '{container.Name}' ended with exit code 0, and what a service runs must go on",
                "Run what ends by itself with Start-FargateTask or on a schedule; for a server, check that -Command keeps it in the foreground.")
            : new ServiceTaskFailure(
                task,
                container.Name,
                $"container '{container.Name}' ended with exit code {code}{(string.IsNullOrEmpty(container.Reason) ? "" : $" ({container.Reason})")}",
                remedy);
    }

    // The scheduler also stops tasks that have done nothing wrong, in a deployment and when the count goes down.
    private static bool IsFailure(FargateTask task) => task.StopCode switch
    {
        "UserInitiated" or "SpotInterruption" or "TerminationNotice" => false,
        "ServiceSchedulerInitiated" => Says(task.StoppedReason, "fail") || Says(task.StoppedReason, "unhealthy"),
        _ => true,
    };

    private static string Reason(FargateTask task, FargateContainer? container)
    {
        var reasons = new[] { task.StoppedReason, container?.Reason }.Where(reason => !string.IsNullOrEmpty(reason)).Select(reason => reason!.TrimEnd('.')).ToList();
        return reasons.Count switch
        {
            0 => $"stopped with {task.StopCode ?? "no reason given"}",
            2 when !Says(reasons[0], reasons[1]) => $"{reasons[0]} ({reasons[1]})",
            _ => reasons[0],
        };
    }

    private static bool Says(string? text, string part) => text?.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
