using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.ECS.Model;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>Finds the new events of a service.</summary>
internal sealed class ServiceEvents
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<Models.ServiceEvent> _problems = [];

    /// <summary>The newest reason why ECS could not start tasks; null if it could.</summary>
    public string? Problem => _problems.LastOrDefault()?.Message;

    /// <summary>How often ECS could not start tasks.</summary>
    public int Problems => _problems.Count;

    /// <summary>Ignores what happened before.</summary>
    public void IgnorePast(Service service) => _seen.UnionWith((service.Events ?? []).Select(happened => happened.Id));

    /// <summary>The events since the last look, oldest first. ECS returns the newest first, and several can have the same time.</summary>
    /// <param name="service">The service as it is now.</param>
    /// <param name="since">Events before this time are ignored; null for no limit.</param>
    public IReadOnlyList<Models.ServiceEvent> Look(Service service, DateTimeOffset? since)
    {
        var fresh = Enumerable.Reverse(service.Events ?? []).Select(ServiceMapper.ToModel)
            .Where(happened => !(happened.CreatedAt < since) && _seen.Add(happened.EventId))
            .OrderBy(happened => happened.CreatedAt)
            .ToList();
        _problems.AddRange(fresh.Where(happened => IsProblem(happened.Message)));
        return fresh;
    }

    // If a task did start, the task itself tells more.
    private static bool IsProblem(string message)
        => Says(message, "unable to place a task") || Says(message, "failed to launch a task")
            || Says(message, "unable to assume the role") || Says(message, "was unable to start a task");

    private static bool Says(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
