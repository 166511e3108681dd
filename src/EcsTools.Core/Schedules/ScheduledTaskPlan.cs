using System.Collections.Generic;
using EcsTools.Identity;
using EcsTools.Models;
using EcsTools.Network;

namespace EcsTools.Schedules;

/// <summary>What is to be done so that a schedule is as asked. Nothing has changed yet.</summary>
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

    /// <summary>What is to be changed; all of it for a new one.</summary>
    public IReadOnlyList<FieldChange> Differences { get; internal init; } = [];

    /// <summary>The network of its tasks, or null if the one it has stays.</summary>
    public TaskNetworkPlan? Network { get; internal init; }

    /// <summary>Whether its group is to be made.</summary>
    public bool MakesGroup { get; internal init; }

    /// <summary>What is to be done for its role; empty if it is as it must be.</summary>
    public IReadOnlyList<string> RoleSteps => RolePlan?.Steps ?? [];

    /// <summary>What carrying out the plan will do.</summary>
    public ChangeStatus Change => !Exists ? ChangeStatus.Created : Differences.Count > 0 ? ChangeStatus.Updated : ChangeStatus.Unchanged;

    /// <summary>Whether there is anything to do.</summary>
    public bool IsNeeded => Change != ChangeStatus.Unchanged || RoleSteps.Count > 0 || Network?.Differences.Count > 0;

    internal bool Exists { get; init; }

    internal EcsRolePlan? RolePlan { get; init; }

    internal ScheduleSpec Wanted { get; }
}
