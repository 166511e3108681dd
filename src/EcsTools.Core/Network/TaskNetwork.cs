using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Network;

/// <summary>The requested network of a task. A null value was not given.</summary>
public sealed record TaskNetworkRequest
{
    /// <summary>Family that the security group is for.</summary>
    public required string Family { get; init; }

    /// <summary>Ports that the security group opens.</summary>
    public IReadOnlyList<TaskPort> Ports { get; init; } = [];

    /// <summary>Subnets, at most 16; by default the public subnets of the default VPC.</summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Security groups, at most 5; by default a group for the family.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>Whether the task gets a public IP address; by default it does if its subnets are public.</summary>
    public bool? AssignPublicIp { get; init; }

    /// <summary>Tags of the security group, if it is created.</summary>
    public IReadOnlyDictionary<string, string>? CreatedTags { get; init; }

    /// <summary>Port that only the load balancer needs to reach; null if there is none.</summary>
    internal TaskPort? BalancerPort { get; init; }

    /// <summary>Security groups of the load balancer. The security group for the family opens <see cref="BalancerPort"/> to them only.</summary>
    internal IReadOnlyList<string> BalancerGroups { get; init; } = [];

    /// <summary>Whether tasks in the same subnets reach <see cref="BalancerPort"/> too: those of the app that call the service by its name.</summary>
    internal bool AdmitPeers { get; init; }
}

/// <summary>The final network of a task.</summary>
/// <param name="Subnets">Subnet ids.</param>
/// <param name="SecurityGroups">Security group ids.</param>
/// <param name="AssignPublicIp">Whether the task gets a public IP address.</param>
public sealed record TaskNetwork(IReadOnlyList<string> Subnets, IReadOnlyList<string> SecurityGroups, bool AssignPublicIp);

/// <summary>The network of a task, complete except for a security group that may have to be created or opened.</summary>
/// <param name="VpcId">The VPC.</param>
/// <param name="Subnets">Subnet ids.</param>
/// <param name="SecurityGroups">Ids of existing security groups; empty if one must be created.</param>
/// <param name="AssignPublicIp">Whether the task gets a public IP address.</param>
/// <param name="OwnGroup">Name of the security group for the family; null if other groups were named.</param>
/// <param name="PortsToOpen">Ports that this group does not open yet.</param>
/// <param name="Differences">What will be created or changed.</param>
public sealed record TaskNetworkPlan(
    string VpcId,
    IReadOnlyList<string> Subnets,
    IReadOnlyList<string> SecurityGroups,
    bool AssignPublicIp,
    string? OwnGroup,
    IReadOnlyList<TaskPort> PortsToOpen,
    IReadOnlyList<FieldChange> Differences)
{
    /// <summary>The differences that open a port. The security group itself is also a setting of a service.</summary>
    internal IReadOnlyList<FieldChange> PortChanges { get; init; } = [];

    /// <summary>Security groups of a load balancer that the own group does not admit yet.</summary>
    internal IReadOnlyList<string> GroupsToAdmit { get; init; } = [];

    /// <summary>Addresses that the own group does not admit at <see cref="BalancerPort"/> yet: those of tasks that call the service by its name.</summary>
    internal IReadOnlyList<string> RangesToAdmit { get; init; } = [];

    /// <summary>Tags of the own group, if it is created.</summary>
    internal IReadOnlyDictionary<string, string>? CreatedTags { get; init; }

    /// <summary>Port at which they are admitted.</summary>
    internal TaskPort? BalancerPort { get; init; }
}
