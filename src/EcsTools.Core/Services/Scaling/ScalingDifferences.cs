using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Models;

namespace EcsTools.Services.Scaling;

/// <summary>How a service's scaling differs from the request.</summary>
internal static class ScalingDifferences
{
    public static List<FieldChange> From(ServiceScalingRequest request, FargateScaling current, List<ScalingTarget> targets)
    {
        var changes = new List<FieldChange>();
        var bounds = Bounds(request, current);
        Compare("minimumCount", current.MinimumCount, bounds.Minimum);
        Compare("maximumCount", current.MaximumCount, bounds.Maximum);
        foreach (var (metric, field, before) in new[]
        {
            (ScalingState.Cpu, "cpuTarget", current.CpuTarget),
            (ScalingState.Memory, "memoryTarget", current.MemoryTarget),
            (ScalingState.Requests, "requestTarget", current.RequestTarget),
        })
        {
            Compare(field, before, targets.Find(target => target.Metric == metric) is { } target ? target.Value : before);
        }

        Compare("scaleOutCooldown", Seconds(current.ScaleOutCooldown), Seconds(request.ScaleOutCooldown ?? current.ScaleOutCooldown));
        Compare("scaleInCooldown", Seconds(current.ScaleInCooldown), Seconds(request.ScaleInCooldown ?? current.ScaleInCooldown));
        if ((request.NoScaleIn ?? current.NoScaleIn) != current.NoScaleIn)
        {
            changes.Add(new FieldChange("noScaleIn", current.NoScaleIn ? "true" : "false", current.NoScaleIn ? "false" : "true"));
        }

        return changes;

        void Compare(string field, double? before, double? after)
        {
            if (before != after)
            {
                changes.Add(
                    new FieldChange(
                        field, ServiceSettingsText.Blank(ServiceSettingsText.Text(before)), ServiceSettingsText.Blank(ServiceSettingsText.Text(after))));
            }
        }
    }

    /// <summary>The bounds that the service shall have.</summary>
    public static (int Minimum, int? Maximum) Bounds(ServiceScalingRequest request, FargateScaling current)
        => (request.MinimumCount ?? current.MinimumCount ?? 1, request.MaximumCount ?? current.MaximumCount);

    public static List<FieldChange> OfSchedule(ServiceScalingRequest request, FargateScaling current, string name)
    {
        var there = current.Schedules.FirstOrDefault(schedule => schedule.ScheduleName == name);
        if (request.Remove)
        {
            return there is not null
                ? [new FieldChange($"schedules[{name}]", there.ToString(), null)]
                : throw new EcsToolsException(
                    ErrorCodes.ScalingScheduleNotFound,
                    $"Service '{current.ServiceName}' has no scaling schedule '{name}'.",
                    NearestNames.Suggest(
                        name,
                        current.Schedules.Select(schedule => schedule.ScheduleName),
                        current.Schedules.Count == 0
                            ? "It has no schedule."
                            : $"It has {string.Join(", ", current.Schedules.Select(schedule => schedule.ScheduleName))}."),
                    "ScheduleName",
                    name);
        }

        if (!current.IsScaled)
        {
            throw new EcsToolsException(
                ErrorCodes.ServiceNotScaled,
                $"Service '{current.ServiceName}' has no scaling yet, and a schedule can only change existing limits.",
                $"Set the limits first: Set-FargateScaling {current.ServiceName} -Cluster {current.Cluster} -MinimumCount 1 -MaximumCount 4",
                "ScheduleName",
                name);
        }

        if ((request.Expression?.Text ?? there?.Expression) is not { } expression)
        {
            throw new EcsToolsException(
                ErrorCodes.ScheduleTimeMissing,
                $"The schedule '{name}' is new, and it does not say when it applies.",
                "Give -Cron, -Every or -At.",
                "Cron",
                name);
        }

        var wanted = new FargateScalingSchedule
        {
            ScheduleName = name,
            Expression = expression,
            TimeZone = request.TimeZone?.Name ?? there?.TimeZone ?? "UTC",
            MinimumCount = request.MinimumCount ?? there?.MinimumCount,
            MaximumCount = request.MaximumCount ?? there?.MaximumCount,
        };
        return wanted == there ? [] : [new FieldChange($"schedules[{name}]", there?.ToString(), wanted.ToString())];
    }

    private static int? Seconds(TimeSpan? time) => time is { } value ? (int)value.TotalSeconds : null;
}
