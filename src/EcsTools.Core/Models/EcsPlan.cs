using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Models;

/// <summary>What a command would do: the text of <c>-WhatIf</c> and <c>-Confirm</c>, and the objects of <c>-AsPlan</c>.</summary>
public sealed record EcsPlan
{
    /// <summary>
    /// What is done to the resource that the command is about: one of <see cref="EcsPlanAction"/>. None if nothing is done to it, or if the steps say it.
    /// </summary>
    public required string Action { get; init; }

    /// <summary>Type of that resource.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Its name.</summary>
    public string? ResourceName { get; init; }

    /// <summary>The plan in one sentence, without a full stop.</summary>
    public required string Title { get; init; }

    /// <summary>Region; null for what is not in a region.</summary>
    public string? Region { get; init; }

    /// <summary>What is done, one step for each resource and field.</summary>
    public IEnumerable<EcsPlanStep> Steps { get; init; } = [];

    /// <summary>Whether to ask also if nothing changes, because the command then does more than read what is there.</summary>
    public bool AlwaysAsks { get; init; }

    /// <summary>The type of the resource as the caption of a question.</summary>
    public string Caption => char.ToUpperInvariant(ResourceType[0]) + EcsPlanStep.Words(ResourceType).Substring(1);

    /// <summary>Whether anything is done.</summary>
    public bool HasChanges => ToSteps().Any(step => step.Action != EcsPlanAction.None);

    /// <summary>The title and the steps as objects.</summary>
    public IReadOnlyList<EcsPlanStep> ToSteps() => Steps
        .Prepend(EcsPlanStep.Of(Action, ResourceType, ResourceName, Title) with { Depth = 0 })
        .Select(step => step with { Region = Region })
        .ToList();

    /// <summary>The plan as a question.</summary>
    public string ToQuestion() => (this with { Title = Title + "?" }).ToString();

    /// <summary>The plan as text: its title, and below it each step.</summary>
    public override string ToString() => string.Join(Environment.NewLine, ToSteps());
}
