using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>A target group with its registered targets.</summary>
internal sealed class TargetGroup : ITagged
{
    public TargetGroup(string arn)
    {
        Arn = arn;
        Name = arn.Split('/')[1];
    }

    public string Arn { get; }

    public string Name { get; }

    /// <summary>One of <see cref="TargetTypes"/>.</summary>
    public required string TargetType { get; init; }

    /// <summary>HTTP, HTTPS or, for a group of load balancers, TCP; null for functions.</summary>
    public string? Protocol { get; init; }

    /// <summary>HTTP1, HTTP2 or GRPC; null for load balancers and functions.</summary>
    public string? ProtocolVersion { get; init; }

    public int? Port { get; init; }

    public string? VpcId { get; init; }

    public string IpAddressType { get; init; } = "ipv4";

    public required HealthCheck HealthCheck { get; set; }

    public required ResourceTags Tags { get; init; }

    public AttributeValues Attributes { get; } = new(TargetGroupAttributes.All);

    public List<RegisteredTarget> Targets { get; } = [];
}
