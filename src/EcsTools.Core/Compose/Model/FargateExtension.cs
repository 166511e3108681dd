using System;
using System.Collections.Generic;
using EcsTools.Apps.Definition;
using EcsTools.Models;

namespace EcsTools.Compose.Model;

/// <summary>What <c>x-fargate</c> says about a service. A null value was not given.</summary>
internal sealed record FargateExtension
{
    public SourcePosition? Position { get; init; }

    public Placed<string>? Cpu { get; init; }

    public Placed<string>? Memory { get; init; }

    public Placed<int>? EphemeralStorage { get; init; }

    /// <summary>The routes; null if none was given.</summary>
    public AppRoute? Route { get; init; }

    /// <summary>Whether <c>route: none</c> was given: the ports are not for the load balancer.</summary>
    public bool HasNoRoute { get; init; }

    public AppSchedule? Schedule { get; init; }

    public AppScaling? Scaling { get; init; }

    public Placed<int>? SpotWeight { get; init; }

    public Placed<int>? OnDemandWeight { get; init; }

    public Placed<int>? BaseOnDemand { get; init; }

    public Placed<string>? SidecarOf { get; init; }

    public Placed<bool>? Essential { get; init; }

    /// <summary>Whether the other services reach it by its name; null if their variables decide.</summary>
    public Placed<bool>? Connect { get; init; }

    public Placed<bool>? RunOnce { get; init; }

    public IReadOnlyList<Placed<string>>? Before { get; init; }

    public Placed<string>? TaskRole { get; init; }

    public Placed<string>? ExecutionRole { get; init; }

    /// <summary>Name or ARN of the secret with which ECS logs in to the registry of the image.</summary>
    public Placed<string>? PullCredential { get; init; }

    public FargateDeploymentStrategy? Strategy { get; init; }

    public Placed<TimeSpan>? HealthCheckGracePeriod { get; init; }

    public Placed<bool>? EnableExecuteCommand { get; init; }

    public Placed<string>? LogRouter { get; init; }

    public IReadOnlyList<ComposePair> Secrets { get; init; } = [];

    public IReadOnlyList<Placed<string>>? EnvironmentFiles { get; init; }
}
