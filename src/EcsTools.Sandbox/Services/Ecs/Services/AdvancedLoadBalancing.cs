namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The second target group and the listener rules between which a deployment shifts traffic.</summary>
internal sealed record AdvancedLoadBalancing(
    string? AlternateTargetGroupArn, string? ProductionListenerRule, string? TestListenerRule, string? RoleArn);
