using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Services.Ec2;

namespace EcsTools.Sandbox.Services.LoadBalancing;

/// <summary>An Application Load Balancer with its listeners.</summary>
internal sealed class LoadBalancer : ITagged
{
    public LoadBalancer(string arn)
    {
        Arn = arn;
        var parts = arn.Split('/');
        (Name, Id) = (parts[2], parts[3]);
    }

    public string Arn { get; }

    public string Name { get; }

    /// <summary>The end of the ARN: 16 hexadecimal digits.</summary>
    public string Id { get; }

    public required string Scheme { get; init; }

    public required string VpcId { get; init; }

    public required string IpAddressType { get; set; }

    public required IReadOnlyList<Ec2Subnet> Subnets { get; set; }

    public required IReadOnlyList<string> SecurityGroups { get; set; }

    /// <summary>Epoch seconds.</summary>
    public double CreatedAt { get; init; }

    /// <summary>When it is provisioned, by the clock that may be sped up.</summary>
    public DateTimeOffset ActiveAt { get; init; }

    public required ResourceTags Tags { get; init; }

    public AttributeValues Attributes { get; } = new(BalancerAttributes.All);

    /// <summary>Ordered by port.</summary>
    public List<Listener> Listeners { get; } = [];

    /// <summary>The network interfaces that it has in its subnets.</summary>
    public List<string> Interfaces { get; } = [];

    /// <summary>Its identity in the label of a metric: <c>app/name/id</c>.</summary>
    public string Label => $"app/{Name}/{Id}";

    /// <summary>The target groups that its listeners and rules forward to.</summary>
    public IEnumerable<string> GroupArns
        => Listeners.SelectMany(listener => listener.Rules).SelectMany(rule => rule.GroupArns).Distinct(StringComparer.Ordinal);
}
