using System;
using System.Collections.Generic;
using EcsTools.Models;
using EcsTools.Network;

namespace EcsTools.Services;

/// <summary>What to do to bring a service to its requested state. Nothing has changed yet.</summary>
public sealed class ServicePlan
{
    internal ServicePlan(FargateServiceRequest request, FargateCluster cluster, string serviceName)
    {
        Request = request;
        Cluster = cluster;
        ServiceName = serviceName;
    }

    /// <summary>The request.</summary>
    public FargateServiceRequest Request { get; }

    /// <summary>The cluster.</summary>
    public FargateCluster Cluster { get; }

    /// <summary>The service's name.</summary>
    public string ServiceName { get; }

    /// <summary>The service as it is; null if it does not exist.</summary>
    public FargateService? Current { get; internal init; }

    /// <summary>What will change; everything for a new service.</summary>
    public IReadOnlyList<FieldChange> Differences { get; internal init; } = [];

    /// <summary>Warnings.</summary>
    public IReadOnlyList<string> Warnings { get; internal init; } = [];

    /// <summary>Whether the service's tasks will be replaced.</summary>
    public bool Deploys { get; internal init; }

    /// <summary>What carrying out the plan will do.</summary>
    public string Change => Current is null ? ChangeStatus.Created
        : Differences.Count > 0 || Request.ForceNewDeployment ? ChangeStatus.Updated
        : ChangeStatus.Unchanged;

    /// <summary>The plan as steps.</summary>
    public EcsPlan ToPlan()
    {
        var action = EcsPlanAction.From(Change);
        return new EcsPlan
        {
            Action = action,
            ResourceType = "Service",
            ResourceName = ServiceName,
            Region = Cluster.Region,
            Title = $"{(Current is null ? "Create" : "Update")} service '{ServiceName}' in cluster '{Cluster.Cluster}' ({Cluster.Region})",
            Steps =
            [
                .. Current is not null && Deploys
                    ? [EcsPlanStep.Of(EcsPlanAction.Replace, "Task", null, "its tasks are replaced")] : Array.Empty<EcsPlanStep>(),
                .. EcsPlanStep.Of(Differences, action, "Service", ServiceName),
            ],
        };
    }

    /// <summary>ARN of the revision to run. If a new revision must be registered first, the one that runs now.</summary>
    internal string DefinitionArn { get; init; } = "";

    internal ServiceSettings Settings { get; init; } = new();

    /// <summary>The capacity of its tasks, such as <c>FARGATE_SPOT weight 3</c>.</summary>
    internal IReadOnlyList<string> Capacity => ServiceSettingsText.Capacity(Settings.LaunchType, Settings.Capacity);

    /// <summary>Whether its tasks get a public address; null if the network does not say.</summary>
    internal bool? HasPublicIp => Settings.Network?.AwsvpcConfiguration?.AssignPublicIp is { } address ? address.Value != "DISABLED" : null;

    /// <summary>The new revision for another image; null if there is none.</summary>
    internal NewRevision? Revision { get; init; }

    /// <summary>The network; null if it does not change.</summary>
    internal TaskNetworkPlan? Network { get; init; }

    /// <summary>Tags that change, with their new values.</summary>
    internal IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The settings that change.</summary>
    internal ServiceSetting Changed { get; init; }

    internal bool Changes(ServiceSetting setting) => (Changed & setting) != 0;
}

/// <summary>A service that was changed, and how to wait for the deployment that the change started.</summary>
/// <param name="Service">The service as ECS returned it.</param>
/// <param name="Wait">Follows what the change started to its end.</param>
public sealed record ServiceChange(FargateService Service, ServiceWaitRequest Wait);
