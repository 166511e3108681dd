using System;

namespace EcsTools.Costs;

/// <summary>The Fargate resources that a task used.</summary>
internal sealed record BillableUsage
{
    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>CPU units; 1024 units are one vCPU.</summary>
    public required int Cpu { get; init; }

    /// <summary>Memory in MiB.</summary>
    public required int Memory { get; init; }

    /// <summary>When it started to pull its images; null before that.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>When it stopped; the current time while it is running.</summary>
    public DateTimeOffset To { get; init; }

    /// <summary>Ephemeral storage in GB.</summary>
    public int StorageGb { get; init; }

    /// <summary>Whether it runs on ARM64.</summary>
    public bool IsArm { get; init; }

    /// <summary>Whether it runs on Spot capacity.</summary>
    public bool IsSpot { get; init; }

    /// <summary>Whether it runs Windows.</summary>
    public bool IsWindows { get; init; }

    /// <summary>Whether it has a public IPv4 address.</summary>
    public bool HasPublicIp { get; init; }
}
