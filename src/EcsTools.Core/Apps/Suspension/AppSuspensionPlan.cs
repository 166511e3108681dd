using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Apps.Suspension;

/// <summary>What to do to suspend or resume an app. Nothing has changed yet.</summary>
public sealed class AppSuspensionPlan
{
    internal AppSuspensionPlan(string app, bool suspend, IReadOnlyList<ServiceSwitch> services, IReadOnlyList<ScheduledTask> schedules)
    {
        AppName = app;
        Suspends = suspend;
        Services = services;
        Schedules = schedules;
    }

    /// <summary>The app's name.</summary>
    public string AppName { get; }

    /// <summary>Whether the app is suspended; else it is resumed.</summary>
    public bool Suspends { get; }

    /// <summary>The plan as steps.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region) => new()
    {
        Action = EcsPlanAction.None,
        ResourceType = "App",
        ResourceName = AppName,
        Region = region,
        Title = $"{(Suspends ? "Suspend" : "Resume")} app '{AppName}' in {region}",
        Steps = Services.Select(service => EcsPlanStep.Of(EcsPlanAction.Update, "Service", service.Service.ServiceName, service.Text))
            .Concat(Schedules.Select(schedule => EcsPlanStep.Of(
                EcsPlanAction.Update, "Schedule", schedule.ScheduleName, $"schedule {schedule.ScheduleName}: {(Suspends ? "disabled" : "enabled")}"))),
    };

    /// <summary>Whether anything will change.</summary>
    public bool IsNeeded => Services.Count + Schedules.Count > 0;

    internal IReadOnlyList<ServiceSwitch> Services { get; }

    internal IReadOnlyList<ScheduledTask> Schedules { get; }
}

/// <summary>A service whose count changes.</summary>
/// <param name="Service">The service as it is.</param>
/// <param name="Count">The count to set.</param>
/// <param name="Minimum">The minimum of its scaling to set; null if it is not scaled.</param>
/// <param name="Maximum">The maximum to set.</param>
/// <param name="Kept">What the tag keeps while the service is suspended.</param>
internal sealed record ServiceSwitch(FargateService Service, int Count, int? Minimum, int? Maximum, string Kept)
{
    public string Text => FormattableString.Invariant($"service {Service.ServiceName}: {Service.DesiredCount} -> {Count} tasks")
        + (Maximum is null ? "" : FormattableString.Invariant($", scaled between {Minimum} and {Maximum}"));
}
