using System;
using System.Collections.Generic;
using EcsTools.Models;

namespace EcsTools.Routing.Balancers;

/// <summary>What the steps of a plan for a load balancer find out for each other.</summary>
internal sealed class BalancerState(FargateLoadBalancer? current)
{
    private string? _arn = current?.LoadBalancerArn;

    public FargateLoadBalancer? Current { get; } = current;

    /// <summary>ARN of the load balancer. A new one has it after the step that creates it.</summary>
    public string Arn
    {
        get => _arn ?? throw new InvalidOperationException("The load balancer is not created yet.");
        set => _arn = value;
    }

    /// <summary>Whether the ARN is known.</summary>
    public bool Exists => _arn is not null;

    /// <summary>Its security groups.</summary>
    public IReadOnlyList<string> SecurityGroups { get; set; } = current?.SecurityGroups ?? [];
}
