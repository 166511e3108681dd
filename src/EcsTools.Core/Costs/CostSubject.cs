using System.Collections.Generic;

namespace EcsTools.Costs;

/// <summary>What to calculate the cost of: tasks, and what is billed besides them.</summary>
public abstract record CostSubject
{
    /// <summary>What it is; null to name it by its size.</summary>
    public string? Name { get; init; }

    /// <summary>Region, such as <c>eu-west-1</c>.</summary>
    public required string Region { get; init; }

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

    /// <summary>GB of log lines that are kept.</summary>
    public double StoredLogGb { get; init; }

    /// <summary>GB of images in the repository.</summary>
    public double ImageGb { get; init; }

    /// <summary>Types of EC2 instances to compare with.</summary>
    public IReadOnlyList<string> CompareTo { get; init; } = [];

    /// <summary>GB of the disk of such an instance.</summary>
    public int InstanceDiskGb { get; init; } = 8;
}
