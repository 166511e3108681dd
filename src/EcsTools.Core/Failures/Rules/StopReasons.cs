using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Failures.Rules;

/// <summary>What to do about a stop, by what ECS alone says of it.</summary>
internal static class StopReasons
{
    /// <summary>What to do, or null where nothing went wrong or nothing is known.</summary>
    /// <param name="stopCode">The task's stop code.</param>
    /// <param name="reasons">The task's stopped reason and its containers' reasons.</param>
    /// <param name="exitCode">The exit code that decided, or null.</param>
    public static string? Remedy(string? stopCode, IEnumerable<string?> reasons, int? exitCode)
    {
        var evidence = new FailureEvidence
        {
            StopCode = stopCode,
            Reasons = reasons.OfType<string>().Where(reason => reason.Length > 0).ToList(),
            ExitCode = exitCode,
        };
        return FailureClassifier.Find(evidence)?.Explain(evidence).Remedy;
    }
}
