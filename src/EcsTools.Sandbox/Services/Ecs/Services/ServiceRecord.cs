using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>One service: its settings, its deployments, and the tasks it has now. Used under the lock of ECS.</summary>
internal sealed class ServiceRecord
{
    public ServiceRecord(string arn, string clusterArn, ServiceEvents events)
    {
        Arn = arn;
        Name = arn.Substring(arn.LastIndexOf('/') + 1);
        ClusterArn = clusterArn;
        Cluster = clusterArn.Substring(clusterArn.LastIndexOf('/') + 1);
        Events = events;
    }

    public string Arn { get; }

    public string Name { get; }

    public string ClusterArn { get; }

    /// <summary>Name of its cluster.</summary>
    public string Cluster { get; }

    public ServiceEvents Events { get; }

    public required ServiceSettings Settings { get; set; }

    public string Status { get; set; } = ServiceStatus.Active;

    public double CreatedAt { get; init; }

    public string? CreatedBy { get; init; }

    public string? RoleArn { get; init; }

    public List<EcsTag> Tags { get; init; } = [];

    /// <summary>Every deployment that the service has had, oldest first.</summary>
    public List<Deployment> Deployments { get; } = [];

    /// <summary>How each deployment was carried out, oldest first.</summary>
    public List<ServiceDeployment> History { get; } = [];

    /// <summary>The tasks that have not stopped yet, oldest first.</summary>
    public List<ServiceTask> Tasks { get; } = [];

    /// <summary>Whether the last check found every task as it should be.</summary>
    public bool IsSteady { get; set; }

    /// <summary>The token and the request that created it, to recognize the same request.</summary>
    public (string Token, string Request)? Creation { get; set; }

    public int Desired
    {
        get => Settings.Desired;
        set => Settings = Settings with { Desired = value };
    }

    /// <summary>How many tasks must stay healthy during a deployment: the percentage, rounded up.</summary>
    public int Minimum => (int)Math.Ceiling(Desired * Settings.Deployment.MinimumHealthyPercent / 100.0);

    /// <summary>How many tasks there may be during a deployment: the percentage, rounded down.</summary>
    public int Maximum => (int)Math.Floor(Desired * Settings.Deployment.MaximumPercent / 100.0);

    public Deployment? Primary => Deployments.FindLast(deployment => deployment.Status == DeploymentStatus.Primary);

    /// <summary>The service deployment that has not ended yet, or null.</summary>
    public ServiceDeployment? Ongoing => History.Count > 0 && !History[History.Count - 1].IsFinished ? History[History.Count - 1] : null;

    /// <summary>The last completed deployment other than this one: it serves while this one is in progress.</summary>
    public Deployment? Production(Deployment other) => Deployments.FindLast(known => known != other && known.HasCompleted);

    public IEnumerable<ServiceTask> TasksOf(Deployment deployment) => Tasks.Where(task => task.Deployment == deployment);
}
