using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Deployments;

/// <summary>
/// Blue/green, linear and canary deployments: the new revision is scaled up beside the old one, traffic is shifted at once, in steps or
/// in two parts, and the old one goes after the bake time (ECS developer guide, "Amazon ECS blue/green service deployments workflow").
/// </summary>
internal sealed class TrafficShift
{
    private readonly SandboxClock _clock;
    private readonly ServiceTargets _targets;

    /// <param name="clock">The time that bake times go by, which may be sped up.</param>
    /// <param name="targets">Shifts the traffic of load balancers.</param>
    public TrafficShift(SandboxClock clock, ServiceTargets targets)
    {
        _clock = clock;
        _targets = targets;
    }

    /// <summary>Goes on as far as can be, and says what the service's tasks must be for the rest.</summary>
    public ServicePlan Plan(ServiceRecord service, ServiceDeployment ongoing, Deployment primary, DateTimeOffset now)
    {
        if (ongoing.IsRollingBack)
        {
            return GoBack(service, ongoing, primary, now);
        }

        var blue = service.Production(primary);
        Advance(service, ongoing, primary, blue);
        var kept = new List<Deployment>();
        if (blue is not null && ongoing.Stage != LifecycleStage.CleanUp)
        {
            kept.Add(blue);
        }

        if (ongoing.Stage is not (LifecycleStage.ReconcileService or LifecycleStage.PreScaleUp))
        {
            kept.Add(primary);
        }

        // Tasks of deployments that never were completed serve until there is something better.
        var spared = blue is null && ongoing.Stage != LifecycleStage.CleanUp ? service.Deployments.FindAll(known => known != primary) : [];
        var plan = ServicePlan.Keep(service, kept, spared, now);
        return plan with { IsSettled = plan.IsSettled && ongoing.Stage == LifecycleStage.CleanUp };
    }

    /// <summary>Takes all traffic back from a deployment that is given up.</summary>
    public void Withdraw(ServiceRecord service, ServiceDeployment ongoing)
    {
        if (ongoing is { Percent: 0, TestPercent: 0 }
            || service.Deployments.Find(known => known.Number == ongoing.Target) is not { } green
            || service.Production(green) is not { } blue)
        {
            return;
        }

        _targets.Shift(green, blue, 0, test: false);
        _targets.Shift(green, blue, 0, test: true);
        ongoing.Percent = 0;
        ongoing.TestPercent = 0;
    }

    private ServicePlan GoBack(ServiceRecord service, ServiceDeployment ongoing, Deployment primary, DateTimeOffset now)
    {
        ongoing.WaitUntil = null;

        // The traffic follows when what it goes back to can take it.
        if (ServicePlan.IsWhole(service, primary))
        {
            Withdraw(service, ongoing);
        }

        return ongoing is { Percent: 0, TestPercent: 0 }
            ? ServicePlan.Keep(service, [primary], [], now)
            : ServicePlan.Keep(service, [primary], service.Deployments.FindAll(known => known.Number == ongoing.Target), now);
    }

    private void Advance(ServiceRecord service, ServiceDeployment ongoing, Deployment green, Deployment? blue)
    {
        var now = _clock.UtcNow;
        while (Next(service, ongoing, green, blue, now) is { } stage)
        {
            ongoing.Stage = stage;
        }
    }

    /// <summary>The stage to go to, or null where the present one is not over.</summary>
    private string? Next(ServiceRecord service, ServiceDeployment ongoing, Deployment green, Deployment? blue, DateTimeOffset now)
    {
        switch (ongoing.Stage)
        {
            case null:
                return ongoing.Sources.Count > 1 ? LifecycleStage.ReconcileService : LifecycleStage.PreScaleUp;
            case LifecycleStage.ReconcileService:
                return blue is not null && service.Tasks.Exists(task => !task.IsStopping && task.Deployment != blue)
                    ? null
                    : LifecycleStage.PreScaleUp;
            case LifecycleStage.PreScaleUp:
                return LifecycleStage.ScaleUp;
            case LifecycleStage.ScaleUp:
                return ServicePlan.IsWhole(service, green) ? LifecycleStage.PostScaleUp : null;
            case LifecycleStage.PostScaleUp:
                return LifecycleStage.TestTrafficShift;
            case LifecycleStage.TestTrafficShift:
                _targets.Shift(green, blue, 100, test: true);
                ongoing.TestPercent = 100;
                return LifecycleStage.PostTestTrafficShift;
            case LifecycleStage.PostTestTrafficShift:
                return LifecycleStage.ProductionTrafficShift;
            case LifecycleStage.ProductionTrafficShift:
                return ShiftProduction(ongoing, green, blue, now) ? LifecycleStage.PostProductionTrafficShift : null;
            case LifecycleStage.PostProductionTrafficShift:
                ongoing.WaitUntil = blue is null ? null : now + Minutes(ongoing.Configuration.Integer("bakeTimeInMinutes"));
                return LifecycleStage.BakeTime;
            case LifecycleStage.BakeTime:
                if (!IsOver(ongoing, now))
                {
                    return null;
                }

                ongoing.WaitUntil = null;
                return LifecycleStage.CleanUp;
            default:
                return null;
        }
    }

    /// <summary>Shifts what is to be shifted by now; true when it is all.</summary>
    private bool ShiftProduction(ServiceDeployment ongoing, Deployment green, Deployment? blue, DateTimeOffset now)
    {
        while (ongoing.Percent < 100 && IsOver(ongoing, now))
        {
            var (percent, bake) = blue is null ? (100, TimeSpan.Zero) : Step(ongoing);
            _targets.Shift(green, blue, percent, test: false);
            ongoing.Percent = percent;
            ongoing.WaitUntil = percent < 100 ? now + bake : null;
        }

        return ongoing.Percent >= 100;
    }

    private static (double Percent, TimeSpan Bake) Step(ServiceDeployment ongoing)
    {
        if (ongoing.Configuration.Object("canaryConfiguration") is { } canary && ongoing.Percent == 0)
        {
            return (canary.Number("canaryPercent")!.Value, Minutes(canary.Integer("canaryBakeTimeInMinutes")));
        }

        if (ongoing.Configuration.Object("linearConfiguration") is { } linear)
        {
            var percent = Math.Round(ongoing.Percent + linear.Number("stepPercent")!.Value, 1);
            return (Math.Min(100, percent), Minutes(linear.Integer("stepBakeTimeInMinutes")));
        }

        return (100, TimeSpan.Zero);
    }

    private static bool IsOver(ServiceDeployment ongoing, DateTimeOffset now) => ongoing.WaitUntil is not { } until || now >= until;

    private static TimeSpan Minutes(long? minutes) => TimeSpan.FromMinutes(minutes ?? 0);
}

/// <summary>The stages of a deployment that shifts traffic, in their order.</summary>
internal static class LifecycleStage
{
    public const string ReconcileService = "RECONCILE_SERVICE";
    public const string PreScaleUp = "PRE_SCALE_UP";
    public const string ScaleUp = "SCALE_UP";
    public const string PostScaleUp = "POST_SCALE_UP";
    public const string TestTrafficShift = "TEST_TRAFFIC_SHIFT";
    public const string PostTestTrafficShift = "POST_TEST_TRAFFIC_SHIFT";
    public const string ProductionTrafficShift = "PRODUCTION_TRAFFIC_SHIFT";
    public const string PostProductionTrafficShift = "POST_PRODUCTION_TRAFFIC_SHIFT";
    public const string BakeTime = "BAKE_TIME";
    public const string CleanUp = "CLEAN_UP";
}
