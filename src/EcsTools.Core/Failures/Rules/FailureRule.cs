using System;
using EcsTools.Models;

namespace EcsTools.Failures.Rules;

/// <summary>What must be looked up before a failure can be explained well.</summary>
[Flags]
internal enum FailureNeeds
{
    /// <summary>What ECS says is enough.</summary>
    None = 0,

    /// <summary>What the registry has.</summary>
    Image = 1,

    /// <summary>How the subnet leads out.</summary>
    Network = 2,
}

/// <summary>One way for a task to fail: how it is known, and what is to be said of it.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Fits">Whether the evidence is of it.</param>
/// <param name="Explain">What is to be said.</param>
/// <param name="Needs">What the explanation gains by being looked up.</param>
internal sealed record FailureRule(
    FargateFailureKind Kind, Func<FailureEvidence, bool> Fits, Func<FailureEvidence, FailureExplanation> Explain,
        FailureNeeds Needs = FailureNeeds.None);

/// <summary>What is to be said of a failure.</summary>
/// <param name="Cause">The reason in one sentence.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Fix">A command line that does it, or null.</param>
internal sealed record FailureExplanation(string Cause, string Remedy, string? Fix = null);
