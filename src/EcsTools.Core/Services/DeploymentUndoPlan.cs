using System.Collections.Generic;
using Amazon.ECS.Model;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>What a service shall go back to. With neither, to the newest revision before that did well and differs.</summary>
public sealed record DeploymentUndoRequest
{
    /// <summary>The service.</summary>
    public required ServiceReference Service { get; init; }

    /// <summary>A service revision, by ARN or its last part.</summary>
    public string? ServiceRevision { get; init; }

    /// <summary>A revision of its task definition: ARN, <c>family:revision</c>, or a number of the family it runs.</summary>
    public string? TaskDefinition { get; init; }
}

/// <summary>What is to be done to go back. Nothing has been changed yet.</summary>
public sealed record DeploymentUndoPlan
{
    /// <summary>What was asked for.</summary>
    public required DeploymentUndoRequest Request { get; init; }

    /// <summary>The service as it is.</summary>
    public required FargateService Service { get; init; }

    /// <summary>The deployment that is under way and is to be rolled back, or null where an earlier revision is deployed.</summary>
    public string? DeploymentToRollBack { get; init; }

    /// <summary>Family and revision it goes back to.</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>What that changes.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init; } = [];

    /// <summary>Whether there is nothing to be done.</summary>
    public bool IsUnneeded => DeploymentToRollBack is null && Differences.Count == 0;

    internal ServiceRevision? Revision { get; init; }

    internal string? TaskDefinitionArn { get; init; }
}
