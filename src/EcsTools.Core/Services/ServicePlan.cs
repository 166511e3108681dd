using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;
using EcsTools.Network;

namespace EcsTools.Services;

/// <summary>What is to be done so that a service is as asked. Nothing has been changed yet.</summary>
public sealed class ServicePlan
{
    internal ServicePlan(FargateServiceRequest request, FargateCluster cluster, string serviceName)
    {
        Request = request;
        Cluster = cluster;
        ServiceName = serviceName;
    }

    /// <summary>What was asked for.</summary>
    public FargateServiceRequest Request { get; }

    /// <summary>The cluster.</summary>
    public FargateCluster Cluster { get; }

    /// <summary>The service's name.</summary>
    public string ServiceName { get; }

    /// <summary>The service as it is, or null where there is none.</summary>
    public FargateService? Current { get; internal init; }

    /// <summary>What is to be changed; all of it for a new one.</summary>
    public IReadOnlyList<FieldChange> Differences { get; internal init; } = [];

    /// <summary>What to look out for.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>Whether tasks are replaced.</summary>
    public bool Deploys { get; internal init; }

    /// <summary>What carrying it out will be.</summary>
    public ChangeStatus Change => Current is null ? ChangeStatus.Created
        : Differences.Count > 0 || Request.ForceNewDeployment ? ChangeStatus.Updated
        : ChangeStatus.Unchanged;

    /// <summary>ARN of what shall run; where a revision is to be registered first, of what runs.</summary>
    internal string DefinitionArn { get; init; } = "";

    internal ServiceSettings Settings { get; init; } = new();

    /// <summary>The revision for another image, or null.</summary>
    internal NewRevision? Revision { get; init; }

    /// <summary>The network, or null where it stays as it is.</summary>
    internal TaskNetworkPlan? Network { get; init; }

    /// <summary>Tags to be set.</summary>
    internal IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    internal bool Changes(string field)
        => Differences.Any(difference => difference.Field.StartsWith(field, System.StringComparison.Ordinal));
}

/// <summary>A service that was changed, and how to wait for what that began.</summary>
/// <param name="Service">The service as ECS answered.</param>
/// <param name="Wait">Takes the wait to the end of what the change began.</param>
public sealed record ServiceChange(FargateService Service, ServiceWaitRequest Wait);
