namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>
/// Decides when a deployment has failed, if <see cref="DeploymentBreaker"/> enables it (ECS developer guide, "How the Amazon ECS deployment circuit
/// breaker detects failures").
/// </summary>
internal static class CircuitBreaker
{
    /// <summary>How many failed tasks fail a deployment, by the desired count of now.</summary>
    public static int Threshold(ServiceRecord service) => service.Settings.Deployment.Breaker.Threshold.Of(service.Desired);

    public static bool IsTripped(ServiceRecord service, Deployment primary)
        => service.Settings.Deployment.Breaker.IsEnabled && primary.State == RolloutState.InProgress
            && primary.FailedTasks > 0 && primary.FailedTasks >= Threshold(service);
}
