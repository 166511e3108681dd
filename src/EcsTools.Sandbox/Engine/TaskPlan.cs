using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Engine;

/// <summary>What one task runs: its definition with the overrides applied.</summary>
internal sealed record TaskPlan
{
    public required string Id { get; init; }

    public required string Family { get; init; }

    public required string Cluster { get; init; }

    /// <summary>CPU units of the whole task; 1024 are one vCPU.</summary>
    public long Cpu { get; init; }

    /// <summary>MiB of the whole task.</summary>
    public long Memory { get; init; }

    /// <summary>As container images name it, such as <c>linux/amd64</c>.</summary>
    public required string Platform { get; init; }

    public string? ExecutionRoleArn { get; init; }

    /// <summary>Role of the code in the containers, and of the agent that runs commands in them.</summary>
    public string? TaskRoleArn { get; init; }

    /// <summary>Whether commands may be run in its containers.</summary>
    public bool EnableExecuteCommand { get; init; }

    /// <summary>Whether the task belongs to a service. The simulation keeps such a task running.</summary>
    public bool OfService { get; init; }

    /// <summary>Its place in a Service Connect namespace, or null if it is in none.</summary>
    public ConnectPlan? Connect { get; init; }

    public required IReadOnlyList<ContainerPlan> Containers { get; init; }
}
