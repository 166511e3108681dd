using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Usage;

/// <summary>Which revisions to remove.</summary>
public sealed record TaskDefinitionRemovalRequest
{
    /// <summary>Families, with wildcards, for all of their revisions; <c>family:revision</c> or ARNs for single ones.</summary>
    public required IReadOnlyList<string> TaskDefinitions { get; init; }

    /// <summary>How many of each family's newest active revisions always stay; null for none.</summary>
    public int? KeepLast { get; init; }

    /// <summary>Whether to also delete the revisions, including named ones that were deregistered earlier.</summary>
    public bool Delete { get; init; }
}

/// <summary>What to do with the revisions of one family. Nothing has changed yet.</summary>
/// <param name="Family">The family.</param>
/// <param name="Deregister">Active revisions to deregister, such as <c>web:3</c>, oldest first.</param>
/// <param name="Delete">Revisions to delete: the ones to deregister, and those deregistered earlier.</param>
/// <param name="Spared">Named revisions that stay because something uses them.</param>
/// <param name="Kept">Named revisions that stay because they are the newest.</param>
/// <param name="Warnings">Warnings.</param>
public sealed record TaskDefinitionRemovalPlan(
    string Family,
    IReadOnlyList<string> Deregister,
    IReadOnlyList<string> Delete,
    IReadOnlyList<KeptTaskDefinition> Spared,
    IReadOnlyList<string> Kept,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Whether there is anything to do.</summary>
    public bool IsNeeded => Deregister.Count > 0 || Delete.Count > 0;

    /// <summary>The plan as steps.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region)
    {
        const string type = "TaskDefinition";
        var count = Deregister.Union(Delete).Count();
        return new EcsPlan
        {
            Action = EcsPlanAction.None,
            ResourceType = type,
            ResourceName = Family,
            Region = region,
            Title = $"{(Delete.Count > 0 ? "Delete" : "Deregister")} {count} revision{(count == 1 ? "" : "s")} of task definition '{Family}' in {region}",
            Steps = Deregister
                .Select(revision => EcsPlanStep.Of(
                    EcsPlanAction.Delete, type, revision, revision + (Delete.Contains(revision) ? ", deleted too" : "")))
                .Concat(Delete.Except(Deregister)
                    .Select(revision => EcsPlanStep.Of(EcsPlanAction.Delete, type, revision, revision + ", deregistered before, deleted")))
                .Concat(Spared.Select(spared => EcsPlanStep.Of(EcsPlanAction.None, type, spared.TaskDefinition, spared.ToString())))
                .Concat(Kept.Count == 0 ? [] : [EcsPlanStep.Of(EcsPlanAction.None, type, Family, $"{string.Join(", ", Kept)}: the newest")])
                .Concat(Warnings.Select(warning => EcsPlanStep.Note(type, "! " + warning))),
        };
    }
}

/// <summary>A revision that stays because something uses it.</summary>
/// <param name="TaskDefinition">The revision, such as <c>web:3</c>.</param>
/// <param name="Users">What uses it, such as <c>service web in demo</c>.</param>
public sealed record KeptTaskDefinition(string TaskDefinition, IReadOnlyList<string> Users)
{
    /// <summary>The revision and its users.</summary>
    public override string ToString()
        => $"{TaskDefinition} stays: {string.Join(", ", Users.Take(3))}{(Users.Count > 3 ? $" and {Users.Count - 3} more" : "")} "
            + $"use{(Users.Count == 1 ? "s" : "")} it";
}
