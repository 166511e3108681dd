using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Failures.Rules;

/// <summary>
/// Classifies a failed task. This is the only place that does so: what a task says itself and what an inspection finds go through the same
/// rules, so that their remedies cannot disagree. More facts can only lead to an earlier rule.
/// </summary>
internal static class FailureClassifier
{
    private static readonly IReadOnlyList<FailureRule> Said = PullRules.All.Concat(RunRules.Start).Concat(PreparationRules.All)
        .Concat(RunRules.Said).ToList();

    /// <summary>All rules. The first match wins, so specific rules come before general ones.</summary>
    public static IReadOnlyList<FailureRule> Rules { get; } = Said.Append(RunRules.ServiceTaskEnded).Concat(RunRules.Exits)
        .Append(RunRules.Other).ToList();

    /// <summary>Explains a failed task from what the task itself says; null if it did not fail.</summary>
    public static FailureExplanation? Explain(FargateTask task)
    {
        if (!IsFailure(task))
        {
            return null;
        }

        var evidence = FailureEvidence.From(task);
        return Classify(evidence).Explain(evidence);
    }

    /// <summary>Explains an event of a service by its message; null if no rule knows it.</summary>
    public static FailureExplanation? Explain(string message)
    {
        var evidence = new FailureEvidence { Reasons = [message] };
        return Find(evidence)?.Explain(evidence);
    }

    /// <summary>The rule that matches a failure.</summary>
    public static FailureRule Classify(FailureEvidence evidence) => Find(evidence) ?? RunRules.Other;

    /// <summary>The rule that matches a stop; null if no rule sees a failure.</summary>
    public static FailureRule? Find(FailureEvidence evidence)
    {
        if (evidence.StopCode == "UserInitiated")
        {
            return null;
        }

        // If the scheduler stops a task, the exit code only shows that the task obeyed.
        var candidates = evidence.StopCode == "ServiceSchedulerInitiated" ? Said : Rules;
        return candidates.FirstOrDefault(rule => rule != RunRules.Other && rule.Fits(evidence));
    }

    /// <summary>Whether a stopped task failed: it did not end successfully, and nobody asked it to stop.</summary>
    public static bool IsFailure(FargateTask task) => task.LastStatus == "STOPPED" && task.StopCode switch
    {
        "UserInitiated" => false,

        // The scheduler also stops healthy tasks, during a deployment and when the service scales in.
        "ServiceSchedulerInitiated" => FailureEvidence.From(task).Says("failed", "failure", "unhealthy"),
        "EssentialContainerExited" => task.ExitCode != 0 || task.ServiceName is not null,
        _ => task.ExitCode != 0,
    };
}
