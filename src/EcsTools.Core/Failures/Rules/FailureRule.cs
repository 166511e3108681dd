using System;
using EcsTools.Models;

namespace EcsTools.Failures.Rules;

/// <summary>What to look up to explain a failure well.</summary>
[Flags]
internal enum FailureNeeds
{
    /// <summary>What ECS says is enough.</summary>
    None = 0,

    /// <summary>What the registry contains.</summary>
    Image = 1,

    /// <summary>How the subnet reaches the internet.</summary>
    Network = 2,

    /// <summary>Why the load balancer considers targets unhealthy.</summary>
    Targets = 4,
}

/// <summary>One way for a task to fail: how to recognize it, and what to say about it.</summary>
/// <param name="Kind">Kind of the failure.</param>
/// <param name="Fits">Whether the evidence matches the rule.</param>
/// <param name="Explain">Gives the explanation.</param>
/// <param name="Needs">What to look up to improve the explanation.</param>
internal sealed record FailureRule(
    string Kind, Func<FailureEvidence, bool> Fits, Func<FailureEvidence, FailureExplanation> Explain,
        FailureNeeds Needs = FailureNeeds.None);

/// <summary>The explanation of a failure.</summary>
/// <param name="Cause">The reason in one sentence.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="Fix">A command line that fixes it, or null.</param>
internal sealed record FailureExplanation(string Cause, string Remedy, string? Fix = null);
