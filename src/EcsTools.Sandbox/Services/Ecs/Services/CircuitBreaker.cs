using System;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>
/// Decides when a deployment has failed, if <see cref="DeploymentBreaker"/> enables it (ECS developer guide, "How the Amazon ECS deployment circuit
/// breaker detects failures").
/// </summary>
internal static class CircuitBreaker
{
    private const int Least = 3;

    private const int Most = 200;

    /// <summary>How many failed tasks in a row fail a deployment: half the desired count, but at least 3 and at most 200.</summary>
    public static int Threshold(int desired) => Math.Max(Least, Math.Min(Most, (int)Math.Ceiling(desired * 0.5)));

    public static bool IsTripped(ServiceRecord service, Deployment primary)
        => service.Settings.Deployment.Breaker.IsEnabled && primary.State == RolloutState.InProgress && primary.FailedTasks >= Threshold(service.Desired);
}
