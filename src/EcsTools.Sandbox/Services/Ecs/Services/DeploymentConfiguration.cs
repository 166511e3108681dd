using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>How a service is deployed, with all defaults filled in.</summary>
internal sealed record DeploymentConfiguration
{
    public string Strategy { get; init; } = DeploymentStrategy.Rolling;

    public long MaximumPercent { get; init; } = 200;

    public long MinimumHealthyPercent { get; init; } = 100;

    public long BakeMinutes { get; init; }

    public DeploymentBreaker Breaker { get; init; } = new(false, false);

    public DeploymentAlarms? Alarms { get; init; }

    /// <summary>The early success criteria, or null if they are off.</summary>
    public EarlySuccess? EarlySuccess { get; init; }

    /// <summary>The steps of the strategy LINEAR, or null.</summary>
    public TrafficStep? Linear { get; init; }

    /// <summary>The first step of the strategy CANARY, or null.</summary>
    public TrafficStep? Canary { get; init; }

    public IReadOnlyList<LifecycleHook> Hooks { get; init; } = [];

    /// <summary>Whether it shifts traffic: blue/green, linear or canary.</summary>
    public bool ShiftsTraffic => Strategy != DeploymentStrategy.Rolling;
}
