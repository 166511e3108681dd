using System;

namespace EcsTools.Models;

/// <summary>One stage of publishing or removing an app.</summary>
/// <param name="Stage">The stage, such as <c>Image</c> or <c>Service</c>.</param>
/// <param name="Subject">What it worked on.</param>
/// <param name="Change">What it did.</param>
/// <param name="Detail">More about it, such as the digest of an image; null if there is no more to say.</param>
/// <param name="Duration">How long it took.</param>
public sealed record FargateAppStep(string Stage, string Subject, string Change, string? Detail, TimeSpan Duration)
{
    /// <summary>The step in one line.</summary>
    public override string ToString()
        => FormattableString.Invariant($"{Stage} {Subject}: {Change}{(Detail is null ? "" : $", {Detail}")} ({Duration.TotalSeconds:0.0} s)");
}
