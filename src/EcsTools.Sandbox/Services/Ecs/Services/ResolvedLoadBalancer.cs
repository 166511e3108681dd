namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>Which of its two target groups a load balancer uses for a service revision.</summary>
internal sealed record ResolvedLoadBalancer(string? TargetGroupArn, string? ProductionListenerRule);
