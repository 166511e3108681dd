using System.Collections.Generic;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>The deployment configuration in a request. What is null keeps its value or gets a default.</summary>
internal sealed record DeploymentConfigurationRequest
{
    public string? Strategy { get; init; }

    public long? MaximumPercent { get; init; }

    public long? MinimumHealthyPercent { get; init; }

    public long? BakeMinutes { get; init; }

    public DeploymentBreaker? Breaker { get; init; }

    public DeploymentAlarms? Alarms { get; init; }

    public EarlySuccessRequest? EarlySuccess { get; init; }

    public TrafficStepRequest? Linear { get; init; }

    public TrafficStepRequest? Canary { get; init; }

    public IReadOnlyList<LifecycleHook>? Hooks { get; init; }

    /// <summary>The request with the rest taken from a known configuration. The steps of another strategy are not taken.</summary>
    public DeploymentConfigurationRequest Over(DeploymentConfiguration known)
    {
        var isSame = Strategy is null || Strategy == known.Strategy;
        return this with
        {
            Strategy = Strategy ?? known.Strategy,
            MaximumPercent = MaximumPercent ?? known.MaximumPercent,
            MinimumHealthyPercent = MinimumHealthyPercent ?? known.MinimumHealthyPercent,
            BakeMinutes = BakeMinutes ?? (isSame ? known.BakeMinutes : null),
            Breaker = Breaker ?? known.Breaker,
            Alarms = Alarms ?? known.Alarms,
            EarlySuccess = EarlySuccess ?? (isSame ? Request(known.EarlySuccess) : null),
            Linear = Linear ?? (isSame ? Request(known.Linear) : null),
            Canary = Canary ?? (isSame ? Request(known.Canary) : null),
            Hooks = Hooks ?? (isSame ? known.Hooks : null),
        };
    }

    private static EarlySuccessRequest? Request(EarlySuccess? criteria) => criteria is null ? null : new(true, criteria.HealthyPercent, criteria.Cleanup);

    private static TrafficStepRequest? Request(TrafficStep? step) => step is null ? null : new(step.Percent, step.BakeMinutes);
}
