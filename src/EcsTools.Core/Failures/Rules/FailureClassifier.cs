using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Failures.Rules;

/// <summary>Finds the rule that a failure goes by.</summary>
internal static class FailureClassifier
{
    // The first rule that fits is the answer: the particular stands before the general.
    private static readonly IReadOnlyList<FailureRule> Said = PullRules.All.Append(RunRules.Start).Concat(PreparationRules.All)
        .Concat(RunRules.Said).ToList();

    /// <summary>The rule of a stop, or null where nothing went wrong that a rule knows of.</summary>
    public static FailureRule? Find(FailureEvidence evidence)
    {
        if (evidence.StopCode == "UserInitiated")
        {
            return null;
        }

        var said = Said.FirstOrDefault(rule => rule.Fits(evidence));
        return said is not null || evidence.StopCode == "ServiceSchedulerInitiated" ? said
            : RunRules.ServiceTaskEnded.Fits(evidence) ? RunRules.ServiceTaskEnded
            : RunRules.Exits.FirstOrDefault(rule => rule.Fits(evidence));
    }

    /// <summary>Whether a task that stopped has failed: it did not end well, and nobody asked it to.</summary>
    public static bool IsFailure(FargateTask task) => task.LastStatus == "STOPPED" && task.StopCode switch
    {
        "UserInitiated" => false,

        // The scheduler also stops tasks that have done nothing wrong, in a deployment and when the count goes down.
        "ServiceSchedulerInitiated" => FailureEvidence.From(task).Says("fail", "unhealthy"),
        "EssentialContainerExited" => task.ExitCode != 0 || task.ServiceName is not null,
        _ => task.ExitCode != 0,
    };
}
