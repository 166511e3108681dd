using System;
using System.Collections.Generic;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Ecs.Services;

/// <summary>
/// Blue/green, linear and canary deployments: the new revision is scaled up beside the old one, traffic is shifted at once, in steps or
/// in two parts, and the old one stops after the bake time (ECS developer guide, "Amazon ECS blue/green service deployments workflow").
/// </summary>
internal sealed class TrafficShift
{
    private readonly SandboxClock _clock;
    private readonly ServiceTargets _targets;
    private readonly LifecycleHooks _hooks;

    /// <param name="clock">The clock of bake times, which may be sped up.</param>
    /// <param name="targets">Shifts the traffic of load balancers.</param>
    /// <param name="hooks">The hooks at which a deployment waits.</param>
    public TrafficShift(SandboxClock clock, ServiceTargets targets, LifecycleHooks hooks)
    {
        _clock = clock;
        _targets = targets;
        _hooks = hooks;
    }

    /// <summary>Goes through as many stages as it can, and plans the tasks that the next stage needs.</summary>
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

        // Tasks of deployments that were never completed serve until the new revision does.
        var spared = blue is null && ongoing.Stage != LifecycleStage.CleanUp ? service.Deployments.FindAll(known => known != primary) : [];
        var plan = ServicePlan.Keep(service, kept, spared, now);
        return plan with { IsSettled = plan.IsSettled && ongoing.Stage == LifecycleStage.CleanUp };
    }

    /// <summary>Takes all traffic back from a deployment.</summary>
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

        // The traffic follows when the revision to which it goes back can take it.
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

    /// <summary>The next stage, or null if the present one is not over.</summary>
    private string? Next(ServiceRecord service, ServiceDeployment ongoing, Deployment green, Deployment? blue, DateTimeOffset now)
    {
        switch (ongoing.Stage)
        {
            case null:
                return ongoing.Sources.Count > 1 ? LifecycleStage.ReconcileService : LifecycleStage.PreScaleUp;
            case LifecycleStage.ReconcileService:
                return blue is not null && service.Tasks.Exists(task => !task.IsStopping && task.Deployment != blue)
                    ? null
                    : Behind(ongoing, LifecycleStage.ReconcileService, LifecycleStage.PreScaleUp);
            case LifecycleStage.PreScaleUp:
                return Behind(ongoing, LifecycleStage.PreScaleUp, LifecycleStage.ScaleUp);
            case LifecycleStage.ScaleUp:
                return ServicePlan.IsWhole(service, green) ? LifecycleStage.PostScaleUp : null;
            case LifecycleStage.PostScaleUp:
                return Behind(ongoing, LifecycleStage.PostScaleUp, LifecycleStage.TestTrafficShift);
            case LifecycleStage.TestTrafficShift:
                ShiftTest(ongoing, green, blue);
                return Behind(ongoing, LifecycleStage.TestTrafficShift, LifecycleStage.PostTestTrafficShift);
            case LifecycleStage.PostTestTrafficShift:
                return _hooks.HavePassed(ongoing, LifecycleStage.PostTestTrafficShift)
                    ? Behind(ongoing, LifecycleStage.PreProductionTrafficShift, LifecycleStage.ProductionTrafficShift)
                    : null;
            case LifecycleStage.ProductionTrafficShift:
                return ShiftProduction(ongoing, green, blue, now) ? LifecycleStage.PostProductionTrafficShift : null;
            case LifecycleStage.PostProductionTrafficShift:
                if (!_hooks.HavePassed(ongoing, LifecycleStage.PostProductionTrafficShift))
                {
                    return null;
                }

                ongoing.WaitUntil = blue is null ? null : now + TimeSpan.FromMinutes(ongoing.Configuration.BakeMinutes);
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

    /// <summary>The next stage, if the hooks of the present one have passed.</summary>
    private string? Behind(ServiceDeployment ongoing, string stage, string next) => _hooks.HavePassed(ongoing, stage) ? next : null;

    private void ShiftTest(ServiceDeployment ongoing, Deployment green, Deployment? blue)
    {
        if (ongoing.TestPercent < 100)
        {
            _targets.Shift(green, blue, 100, test: true);
            ongoing.TestPercent = 100;
        }
    }

    /// <summary>
    /// Shifts the traffic that is due now. Returns true when all is shifted. Hooks of this stage wait after the first step, so that whoever
    /// answers them has seen the new revision serve.
    /// </summary>
    private bool ShiftProduction(ServiceDeployment ongoing, Deployment green, Deployment? blue, DateTimeOffset now)
    {
        while (ongoing.Percent < 100 && IsOver(ongoing, now)
            && (ongoing.Percent == 0 || _hooks.HavePassed(ongoing, LifecycleStage.ProductionTrafficShift)))
        {
            var (percent, bake) = blue is null ? (100, TimeSpan.Zero) : Step(ongoing);
            _targets.Shift(green, blue, percent, test: false);
            ongoing.Percent = percent;
            ongoing.WaitUntil = percent < 100 ? now + bake : null;
        }

        return _hooks.HavePassed(ongoing, LifecycleStage.ProductionTrafficShift) && ongoing.Percent >= 100;
    }

    private static (double Percent, TimeSpan Bake) Step(ServiceDeployment ongoing)
    {
        if (ongoing.Configuration.Canary is { } canary && ongoing.Percent == 0)
        {
            return (canary.Percent, TimeSpan.FromMinutes(canary.BakeMinutes));
        }

        if (ongoing.Configuration.Linear is { } linear)
        {
            return (Math.Min(100, Math.Round(ongoing.Percent + linear.Percent, 1)), TimeSpan.FromMinutes(linear.BakeMinutes));
        }

        return (100, TimeSpan.Zero);
    }

    private static bool IsOver(ServiceDeployment ongoing, DateTimeOffset now) => ongoing.WaitUntil is not { } until || now >= until;
}
