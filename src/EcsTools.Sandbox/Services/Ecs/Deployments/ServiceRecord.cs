using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>The states of a service.</summary>
internal static class ServiceStatus
{
    public const string Active = "ACTIVE";
    public const string Draining = "DRAINING";
    public const string Inactive = "INACTIVE";
}

/// <summary>
/// One service: what was asked for, the deployments that carry it out, and the tasks it has now. Used under the lock of the state.
/// </summary>
internal sealed class ServiceRecord
{
    public ServiceRecord(JsonObject settings, ServiceEvents events)
    {
        Settings = settings;
        Events = events;
        var cluster = settings.Text("clusterArn")!;
        Cluster = cluster.Substring(cluster.LastIndexOf('/') + 1);
    }

    /// <summary>
    /// The members of a service on the wire that are asked for, and those that only its revisions show: <c>serviceConnectConfiguration</c>,
    /// <c>volumeConfigurations</c>, <c>vpcLatticeConfigurations</c>.
    /// </summary>
    public JsonObject Settings { get; }

    public ServiceEvents Events { get; }

    public string Cluster { get; }

    /// <summary>Every deployment the service has had, oldest first.</summary>
    public List<Deployment> Deployments { get; } = [];

    /// <summary>How each of them was carried out, oldest first.</summary>
    public List<ServiceDeployment> History { get; } = [];

    /// <summary>The tasks that are not stopped yet, oldest first.</summary>
    public List<ServiceTask> Tasks { get; } = [];

    /// <summary>Whether the last look found every task as it should be.</summary>
    public bool IsSteady { get; set; }

    /// <summary>The token and the request that created it, for the same request coming again.</summary>
    public (string Token, string Asked)? Creation { get; set; }

    public string Name => Settings.Text("serviceName")!;

    public string Arn => Settings.Text("serviceArn")!;

    public string ClusterArn => Settings.Text("clusterArn")!;

    public string Status
    {
        get => Settings.Text("status")!;
        set => Settings["status"] = value;
    }

    public int Desired
    {
        get => (int)Settings.Integer("desiredCount")!.Value;
        set => Settings["desiredCount"] = value;
    }

    public JsonObject Configuration => Settings.Object("deploymentConfiguration")!;

    public string Strategy => Configuration.Text("strategy")!;

    /// <summary>How many tasks must stay healthy during a deployment: the percentage, rounded up.</summary>
    public int Minimum => (int)Math.Ceiling(Desired * Configuration.Integer("minimumHealthyPercent")!.Value / 100.0);

    /// <summary>How many tasks there may be during a deployment: the percentage, rounded down.</summary>
    public int Maximum => (int)Math.Floor(Desired * Configuration.Integer("maximumPercent")!.Value / 100.0);

    /// <summary>How long after its start the health checks of a task do not count against it.</summary>
    public TimeSpan GracePeriod => TimeSpan.FromSeconds(Settings.Integer("healthCheckGracePeriodSeconds") ?? 0);

    public Deployment? Primary => Deployments.FindLast(deployment => deployment.Status == DeploymentStatus.Primary);

    /// <summary>The service deployment that has not ended yet, or null.</summary>
    public ServiceDeployment? Ongoing => History.Count > 0 && !History[History.Count - 1].IsFinished ? History[History.Count - 1] : null;

    /// <summary>The deployment that was completed last, other than this one: what serves while this one is brought.</summary>
    public Deployment? Production(Deployment other) => Deployments.FindLast(known => known != other && known.HasCompleted);

    public IEnumerable<ServiceTask> TasksOf(Deployment deployment) => Tasks.Where(task => task.Deployment == deployment);
}
