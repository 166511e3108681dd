namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>A target group that the tasks of a service join.</summary>
internal sealed record ServiceLoadBalancer
{
    public string? TargetGroupArn { get; init; }

    /// <summary>The name of a classic load balancer, which Fargate does not support.</summary>
    public string? LoadBalancerName { get; init; }

    public string? ContainerName { get; init; }

    public long? ContainerPort { get; init; }

    /// <summary>What deployments that shift traffic need, or null.</summary>
    public AdvancedLoadBalancing? Advanced { get; init; }
}
