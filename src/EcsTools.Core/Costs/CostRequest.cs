using System;

namespace EcsTools.Costs;

/// <summary>The tasks of one task definition to calculate the cost of.</summary>
public sealed record CostRequest : CostSubject
{
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

    /// <summary>Whether it is one run that has taken place.</summary>
    public bool IsOneRun { get; init; }
}
