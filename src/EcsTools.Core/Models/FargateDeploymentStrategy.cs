namespace EcsTools.Models;

/// <summary>How a service moves from one revision to the next.</summary>
public enum FargateDeploymentStrategy
{
    /// <summary>Tasks are replaced a few at a time.</summary>
    Rolling,

    /// <summary>All new tasks start next to the old ones, then the traffic moves at once.</summary>
    BlueGreen,

    /// <summary>Like blue/green, but the traffic moves in equal steps.</summary>
    Linear,

    /// <summary>Like blue/green, but a small part of the traffic moves first.</summary>
    Canary,
}
