using System.Collections.Generic;
using Amazon.ECS.Model;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>
/// What to roll a service back to. Without a revision, it is the newest earlier revision that deployed successfully and differs.
/// </summary>
public sealed record DeploymentUndoRequest
{
    /// <summary>The service.</summary>
    public required ServiceReference Service { get; init; }

    /// <summary>A service revision, by ARN or its last part.</summary>
    public string? ServiceRevision { get; init; }

    /// <summary>A revision of its task definition: an ARN, <c>family:revision</c>, or a revision number of the family it runs.</summary>
    public string? TaskDefinition { get; init; }
}

/// <summary>What to do to roll back. Nothing has changed yet.</summary>
public sealed record DeploymentUndoPlan
{
    /// <summary>The request.</summary>
    public required DeploymentUndoRequest Request { get; init; }

    /// <summary>The service as it is.</summary>
    public required FargateService Service { get; init; }

    /// <summary>The deployment in progress that will be rolled back; null if an earlier revision will be deployed.</summary>
    public string? DeploymentToRollBack { get; init; }

    /// <summary>Family and revision to roll back to.</summary>
    public required string TaskDefinition { get; init; }

    /// <summary>What the rollback changes.</summary>
    public IReadOnlyList<FieldChange> Differences { get; init; } = [];

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsUnneeded => DeploymentToRollBack is null && Differences.Count == 0;

    /// <summary>The plan as steps.</summary>
    public EcsPlan ToPlan()
    {
        var place = $"service '{Service.ServiceName}' in cluster '{Service.Cluster}' ({Service.Region})";
        var action = IsUnneeded ? EcsPlanAction.None : EcsPlanAction.Update;
        return new EcsPlan
        {
            Action = action,
            ResourceType = "Service",
            ResourceName = Service.ServiceName,
            Region = Service.Region,
            Title = DeploymentToRollBack is null ? $"Take {place} back to {TaskDefinition}" : $"Roll back the deployment of {place} to {TaskDefinition}",
            Steps = EcsPlanStep.Of(Differences, action, "Service", Service.ServiceName),
        };
    }

    /// <summary>The settings that the rollback changes.</summary>
    internal ServiceSetting Changed { get; init; }

    internal ServiceRevision? Revision { get; init; }

    internal string? TaskDefinitionArn { get; init; }
}
