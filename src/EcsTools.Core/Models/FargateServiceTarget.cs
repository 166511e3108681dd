namespace EcsTools.Models;

/// <summary>A target group that the tasks of a service are registered with.</summary>
public sealed record FargateServiceTarget
{
    /// <summary>ARN of the target group.</summary>
    public required string TargetGroupArn { get; init; }

    /// <summary>Container that traffic goes to.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Port of that container.</summary>
    public int ContainerPort { get; init; }

    /// <summary>ARN of the target group that takes turns with it in a deployment that moves traffic; else null.</summary>
    public string? AlternateTargetGroupArn { get; init; }

    /// <summary>Target group, container and port.</summary>
    public override string ToString()
        => $"{TargetGroupArn} {ContainerName}:{ContainerPort}{(AlternateTargetGroupArn is null ? "" : " or " + AlternateTargetGroupArn)}";
}
