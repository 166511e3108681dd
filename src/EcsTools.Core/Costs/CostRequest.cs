using System;
using System.Collections.Generic;

namespace EcsTools.Costs;

/// <summary>What to calculate the cost of.</summary>
public sealed record CostRequest
{
    /// <summary>What it is; null to name it by its size.</summary>
    public string? Name { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>CPU units of a task; 1024 units are one vCPU.</summary>
    public required int Cpu { get; init; }

    /// <summary>Memory of a task in MiB.</summary>
    public required int Memory { get; init; }

    /// <summary>Ephemeral storage of a task in GB.</summary>
    public int StorageGb { get; init; } = TaskCosts.IncludedStorage;

    /// <summary>Whether it runs on ARM64.</summary>
    public bool IsArm { get; init; }

    /// <summary>Whether it runs Windows.</summary>
    public bool IsWindows { get; init; }

    /// <summary>Number of tasks.</summary>
    public int Count { get; init; } = 1;

    /// <summary>How many of the tasks run on Spot capacity.</summary>
    public int SpotCount { get; init; }

    /// <summary>Whether each task has a public IPv4 address.</summary>
    public bool HasPublicIp { get; init; }

    /// <summary>Hours a day that the tasks run.</summary>
    public double HoursPerDay { get; init; } = 24;

    /// <summary>Runs of a month instead of hours a day; null for hours a day.</summary>
    public double? RunsPerMonth { get; init; }

    /// <summary>Length of a run, from the start of the image's pull to the stop; null if it is not known.</summary>
    public TimeSpan? RunDuration { get; init; }

    /// <summary>Average capacity units (LCU) of a load balancer; null without a load balancer.</summary>
    public double? LoadBalancerUnits { get; init; }

    /// <summary>Number of public IPv4 addresses of the load balancer, one for each zone.</summary>
    public int LoadBalancerAddresses { get; init; } = 2;

    /// <summary>Number of NAT gateways.</summary>
    public int NatGateways { get; init; }

    /// <summary>GB a month through them.</summary>
    public double NatGb { get; init; }

    /// <summary>GB of log lines a month.</summary>
    public double LogGb { get; init; }

    /// <summary>GB of images in the repository.</summary>
    public double ImageGb { get; init; }

    /// <summary>Types of EC2 instances to compare with.</summary>
    public IReadOnlyList<string> CompareTo { get; init; } = [];

    /// <summary>GB of the disk of such an instance.</summary>
    public int InstanceDiskGb { get; init; } = 8;
}
