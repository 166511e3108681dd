using System;
using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.Ec2;

/// <summary>A security group with its rules.</summary>
internal sealed class SecurityGroup
{
    public SecurityGroup(string id, string name, string description, string vpcId)
    {
        Id = id;
        Name = name;
        Description = description;
        VpcId = vpcId;
    }

    public string Id { get; }

    public string Name { get; }

    public string Description { get; }

    public string VpcId { get; }

    public List<SecurityRule> Ingress { get; } = new();
}

/// <summary>Where a rule's traffic may come from.</summary>
internal enum PeerKind
{
    Ipv4,
    Ipv6,
    Group,
    PrefixList,
}

/// <summary>One rule: a protocol and ports, and the peer that may use them. Ports are null for all traffic.</summary>
internal sealed record SecurityRule(
    string Id, string Protocol, long? FromPort, long? ToPort, PeerKind Kind, string Peer, string? Description)
{
    /// <summary>Whether both allow the same traffic. The description does not matter.</summary>
    public bool Covers(SecurityRule other)
        => (Protocol, FromPort, ToPort, Kind) == (other.Protocol, other.FromPort, other.ToPort, other.Kind)
            && string.Equals(Peer, other.Peer, StringComparison.OrdinalIgnoreCase);

    /// <summary>The rule, as in EC2's errors.</summary>
    public string Words
        => FromPort is null
            ? $"peer: {Peer}, ALL, ALLOW"
            : $"peer: {Peer}, {Protocol.ToUpperInvariant()}, from port: {FromPort}, to port: {ToPort}, ALLOW";
}

/// <summary>An interface that a task has in a subnet.</summary>
internal sealed record NetworkInterface(
    string Id,
    Ec2Subnet Subnet,
    IReadOnlyList<string> GroupIds,
    string PrivateIp,
    string? PublicIp,
    string MacAddress,
    string Description,
    double CreatedAt);
