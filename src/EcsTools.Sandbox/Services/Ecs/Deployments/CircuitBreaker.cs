using System;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>
/// Decides when a deployment has failed (ECS developer guide, "How the Amazon ECS deployment circuit breaker detects failures").
/// </summary>
internal static class CircuitBreaker
{
    private const int Least = 3;

    private const int Most = 200;

    /// <summary>Failed tasks in a row that make a failed deployment: half the desired count, 3 at least and 200 at most.</summary>
    public static int Threshold(int desired) => Math.Max(Least, Math.Min(Most, (int)Math.Ceiling(desired * 0.5)));

    public static bool IsEnabled(ServiceRecord service) => Has(service, "enable");

    public static bool RollsBack(ServiceRecord service) => Has(service, "rollback");

    public static bool IsTripped(ServiceRecord service, Deployment primary)
        => IsEnabled(service) && primary.State == RolloutState.InProgress && primary.FailedTasks >= Threshold(service.Desired);

    private static bool Has(ServiceRecord service, string option)
        => service.Configuration.Object("deploymentCircuitBreaker")?.Flag(option) == true;
}
