using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Network;

/// <summary>Where a task is placed in the network. What is null is not said.</summary>
public sealed record TaskNetworkRequest
{
    /// <summary>Family the security group is made for.</summary>
    public required string Family { get; init; }

    /// <summary>Ports the security group opens.</summary>
    public IReadOnlyList<TaskPort> Ports { get; init; } = [];

    /// <summary>Subnets, 16 at most; by default the public subnets of the default VPC.</summary>
    public IReadOnlyList<string>? Subnets { get; init; }

    /// <summary>Security groups, 5 at most; by default a group for the family.</summary>
    public IReadOnlyList<string>? SecurityGroups { get; init; }

    /// <summary>Whether the task gets a public address; by default where its subnets are public.</summary>
    public bool? AssignPublicIp { get; init; }
}

/// <summary>The network of a task, settled.</summary>
/// <param name="Subnets">Subnet ids.</param>
/// <param name="SecurityGroups">Security group ids.</param>
/// <param name="AssignPublicIp">Whether the task gets a public address.</param>
public sealed record TaskNetwork(IReadOnlyList<string> Subnets, IReadOnlyList<string> SecurityGroups, bool AssignPublicIp);

/// <summary>A network that is settled but for the security group that may have to be made or opened.</summary>
/// <param name="VpcId">The VPC.</param>
/// <param name="Subnets">Subnet ids.</param>
/// <param name="SecurityGroups">Security group ids that are there; empty if one is to be made.</param>
/// <param name="AssignPublicIp">Whether the task gets a public address.</param>
/// <param name="OwnGroup">Name of the family's own security group, or null if others were named.</param>
/// <param name="PortsToOpen">Ports that group does not open yet.</param>
/// <param name="Differences">What is to be made or changed.</param>
public sealed record TaskNetworkPlan(
    string VpcId,
    IReadOnlyList<string> Subnets,
    IReadOnlyList<string> SecurityGroups,
    bool AssignPublicIp,
    string? OwnGroup,
    IReadOnlyList<TaskPort> PortsToOpen,
    IReadOnlyList<FieldChange> Differences);
