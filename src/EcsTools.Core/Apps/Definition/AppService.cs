using System;
using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Apps.Definition;

/// <summary>What a service of an app does with its tasks.</summary>
public enum AppServiceKind
{
    /// <summary>Keeps tasks running.</summary>
    Service,

    /// <summary>Starts a task at the times of <see cref="AppService.Schedule"/>.</summary>
    Scheduled,

    /// <summary>Runs one task to its end each time the app is published and it differs, such as a migration that other services wait for.</summary>
    RunOnce,
}

/// <summary>One service of an app: a task definition, and how its tasks run. A null value was not given and takes its default.</summary>
public sealed record AppService
{
    /// <summary>Name of the service within the app: letters, digits, hyphens and underscores.</summary>
    public required string Name { get; init; }

    /// <summary>What it does with its tasks.</summary>
    public AppServiceKind Kind { get; init; }

    /// <summary>Its main container.</summary>
    public required AppContainer Container { get; init; }

    /// <summary>Other containers of the same task.</summary>
    public IReadOnlyList<AppContainer> Sidecars { get; init; } = [];

    /// <summary>CPU units of the task.</summary>
    public int? Cpu { get; init; }

    /// <summary>Memory of the task in MiB.</summary>
    public int? Memory { get; init; }

    /// <summary><c>X86_64</c> or <c>ARM64</c>; by default that of the image.</summary>
    public string? Architecture { get; init; }

    /// <summary><c>LINUX</c>, or an edition of Windows.</summary>
    public string? OperatingSystem { get; init; }

    /// <summary>Ephemeral storage in GiB, 21 to 200.</summary>
    public int? EphemeralStorage { get; init; }

    /// <summary>Name or ARN of the role that the program uses.</summary>
    public string? TaskRole { get; init; }

    /// <summary>Name or ARN of the execution role; by default the one that is created.</summary>
    public string? ExecutionRole { get; init; }

    /// <summary>Number of tasks: 1 in a new service. With <see cref="Scaling"/>, only what a new service starts with.</summary>
    public int? DesiredCount { get; init; }

    /// <summary>How it is scaled; null for a fixed count.</summary>
    public AppScaling? Scaling { get; init; }

    /// <summary>The requests that it answers; null if it has no route.</summary>
    public AppRoute? Route { get; init; }

    /// <summary>How it reaches the other services and is reached by them; null if it neither does.</summary>
    public AppConnection? Connection { get; init; }

    /// <summary>When it runs, with <see cref="AppServiceKind.Scheduled"/>.</summary>
    public AppSchedule? Schedule { get; init; }

    /// <summary>Services of the app that are rolled out before it.</summary>
    public IReadOnlyList<AppDependency> DependsOn { get; init; } = [];

    /// <summary>
    /// Command of a task of the new revision that runs to its end before the service changes, in the network of the service, such as a migration. Null for
    /// none.
    /// </summary>
    public IReadOnlyList<string>? Before { get; init; }

    /// <summary>Deployment strategy.</summary>
    public FargateDeploymentStrategy? Strategy { get; init; }

    /// <summary>Percent of the desired count that stays healthy during a deployment.</summary>
    public int? MinimumHealthyPercent { get; init; }

    /// <summary>Percent of the desired count that may run at most during a deployment.</summary>
    public int? MaximumPercent { get; init; }

    /// <summary>How long failed health checks are ignored after a start.</summary>
    public TimeSpan? HealthCheckGracePeriod { get; init; }

    /// <summary>Weight of Spot capacity, 0 to 1000.</summary>
    public int? SpotWeight { get; init; }

    /// <summary>Weight of on-demand capacity, 0 to 1000.</summary>
    public int? OnDemandWeight { get; init; }

    /// <summary>Number of tasks that run on demand before the weights apply.</summary>
    public int? BaseOnDemand { get; init; }

    /// <summary>Whether commands can be run in its tasks.</summary>
    public bool? EnableExecuteCommand { get; init; }

    /// <summary>Tags of what is created for the service, besides those of the app.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it stands in the file; null if it is from no file.</summary>
    public SourcePosition? Position { get; init; }
}
