namespace EcsTools.Sandbox.Cloud;

/// <summary>The health of a target of a load balancer.</summary>
internal enum TargetHealth
{
    /// <summary>Not checked often enough yet.</summary>
    Initial,

    Healthy,

    Unhealthy,
}
