namespace EcsTools.Models;

/// <summary>A target group that a service registers its tasks with.</summary>
public sealed record FargateServiceTarget
{
    /// <summary>ARN of the target group.</summary>
    public required string TargetGroupArn { get; init; }

    /// <summary>Container that receives the traffic.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Port of that container.</summary>
    public int ContainerPort { get; init; }

    /// <summary>ARN of the other target group for deployments that shift traffic between two; null if there is none.</summary>
    public string? AlternateTargetGroupArn { get; init; }

    /// <summary>ARN of the rule whose traffic deployments move; null if there is none.</summary>
    public string? ListenerRuleArn { get; init; }

    /// <summary>ARN of the rule for test traffic; null if there is none.</summary>
    public string? TestListenerRuleArn { get; init; }

    /// <summary>Target group, container and port.</summary>
    public override string ToString()
        => $"{TargetGroupArn} {ContainerName}:{ContainerPort}{(AlternateTargetGroupArn is null ? "" : " or " + AlternateTargetGroupArn)}";
}
