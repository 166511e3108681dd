using EcsTools.Models;

namespace EcsTools.Schedules;

/// <summary>What is done to a schedule that exists.</summary>
public static class SchedulePlans
{
    /// <summary>What <see cref="ScheduledTasks.SwitchAsync"/> would do.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="enabled">Whether it is enabled.</param>
    public static EcsPlan Switch(ScheduledTask schedule, bool enabled)
    {
        var state = enabled ? "ENABLED" : "DISABLED";
        var action = schedule.State == state ? EcsPlanAction.None : EcsPlanAction.Update;
        return new EcsPlan
        {
            Action = action,
            ResourceType = "Schedule",
            ResourceName = schedule.ScheduleName,
            Region = schedule.Region,
            Title = $"{(enabled ? "Enable" : "Disable")} schedule '{schedule.ScheduleName}' in {schedule.Region}",
            Steps = action == EcsPlanAction.None ? []
                : [EcsPlanStep.Of(new FieldChange("state", schedule.State, state), action, "Schedule", schedule.ScheduleName)],
        };
    }

    /// <summary>What <see cref="ScheduledTasks.RemoveAsync"/> would do.</summary>
    /// <param name="schedule">The schedule.</param>
    public static EcsPlan Removal(ScheduledTask schedule) => new()
    {
        Action = EcsPlanAction.Delete,
        ResourceType = "Schedule",
        ResourceName = schedule.ScheduleName,
        Region = schedule.Region,
        Title = $"Remove schedule '{schedule.ScheduleName}' in {schedule.Region} ({schedule.Expression} runs {schedule.TaskDefinition} in {schedule.Cluster})",
    };
}
