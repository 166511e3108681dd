using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Network;

namespace EcsTools.Schedules;

/// <summary>What to do to bring a schedule to its requested state. Nothing has changed yet.</summary>
public sealed class ScheduledTaskPlan
{
    internal ScheduledTaskPlan(ScheduledTaskRequest request, ScheduleSpec wanted)
    {
        Request = request;
        Wanted = wanted;
    }

    /// <summary>The request.</summary>
    public ScheduledTaskRequest Request { get; }

    /// <summary>The schedule as it will be.</summary>
    public ScheduledTask Outcome { get; internal init; } = null!;

    /// <summary>What will change; everything for a new schedule.</summary>
    public IReadOnlyList<FieldChange> Differences { get; internal init; } = [];

    /// <summary>The network of its tasks; null if it does not change.</summary>
    public TaskNetworkPlan? Network { get; internal init; }

    /// <summary>Whether its group must be created.</summary>
    public bool MakesGroup { get; internal init; }

    /// <summary>What to do for its role; empty if nothing.</summary>
    public IReadOnlyList<EcsPlanStep> RoleSteps => RolePlan?.Steps ?? [];

    /// <summary>What carrying out the plan will do.</summary>
    public string Change => !Exists ? ChangeStatus.Created : Differences.Count > 0 ? ChangeStatus.Updated : ChangeStatus.Unchanged;

    /// <summary>Whether there is anything to do.</summary>
    public bool IsNeeded => Change != ChangeStatus.Unchanged || RoleSteps.Count > 0 || Network?.Differences.Count > 0;

    /// <summary>The plan as steps.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region)
    {
        var action = !IsNeeded ? EcsPlanAction.None : Exists ? EcsPlanAction.Update : EcsPlanAction.Create;
        return new EcsPlan
        {
            Action = action,
            ResourceType = "Schedule",
            ResourceName = Request.Name,
            Region = region,
            Title = $"{(Exists ? "Update" : "Create")} schedule '{Request.Name}' in {region}",
            Steps =
            [
                .. MakesGroup ? [EcsPlanStep.Of(EcsPlanAction.Create, "ScheduleGroup", Request.Group, $"create schedule group {Request.Group}")]
                    : Array.Empty<EcsPlanStep>(),
                .. RoleSteps,
                .. Outcome.NextRuns.Select(time => EcsPlanStep.Note("Schedule", $"next run {time:yyyy-MM-dd HH:mm:ss zzz}")),
                .. EcsPlanStep.Of((Network?.Differences ?? []).Concat(Differences), action, "Schedule", Request.Name),
            ],
        };
    }

    internal bool Exists { get; init; }

    internal EcsRolePlan? RolePlan { get; init; }

    internal ScheduleSpec Wanted { get; }
}
