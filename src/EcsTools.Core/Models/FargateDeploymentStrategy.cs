namespace EcsTools.Models;

/// <summary>How a service goes from one revision to the next.</summary>
public enum FargateDeploymentStrategy
{
    /// <summary>Tasks are replaced a few at a time.</summary>
    Rolling,

    /// <summary>The new tasks are all started beside the old ones, then traffic moves at once.</summary>
    BlueGreen,

    /// <summary>As blue/green, and traffic moves in equal steps.</summary>
    Linear,

    /// <summary>As blue/green, and a small part of the traffic moves first.</summary>
    Canary,
}
