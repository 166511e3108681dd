using System.Collections.Generic;

namespace EcsTools.Aws.Changes;

/// <summary>What a call changes in AWS.</summary>
/// <param name="Subject">What is changed, such as <c>cluster demo</c>.</param>
/// <param name="Verb">The change in the past tense, such as <c>created</c>.</param>
/// <param name="Undo">The command lines that undo it; null if none does.</param>
/// <param name="Within">The subject whose removal removes this one too; null if there is none.</param>
internal sealed record AwsChange(string Subject, string Verb, IReadOnlyList<string>? Undo = null, string? Within = null)
{
    public const string Created = "created";
    public const string Deleted = "deleted";

    /// <summary>Whether the command itself tells what becomes of it, so that only a call whose end is not known is named.</summary>
    public bool IsToldByCommand { get; init; }

    /// <summary>The command that finds out whether a call without an answer was carried out, if a second one would do it twice; null if it would not.</summary>
    public string? Search { get; init; }

    public override string ToString() => $"{Subject} {Verb}";
}
