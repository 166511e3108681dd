using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.ECS.Model;
using EcsTools.Models;

namespace EcsTools.Services;

/// <summary>Tells which events of a service are new.</summary>
internal sealed class ServiceEvents
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<Models.ServiceEvent> _problems = [];

    /// <summary>Why ECS could not even start tasks, the newest; null where it could.</summary>
    public string? Problem => _problems.LastOrDefault()?.Message;

    /// <summary>How often in all that was so.</summary>
    public int Problems => _problems.Count;

    /// <summary>Leaves out what happened before.</summary>
    public void IgnorePast(Service service) => _seen.UnionWith((service.Events ?? []).Select(happened => happened.Id));

    /// <summary>What happened since the last look, in the order in which it happened. ECS gives the newest first, and several may have one
    /// time.</summary>
    /// <param name="service">The service as it is now.</param>
    /// <param name="since">Nothing from before this; null for no limit.</param>
    public IReadOnlyList<Models.ServiceEvent> Look(Service service, DateTimeOffset? since)
    {
        var fresh = Enumerable.Reverse(service.Events ?? []).Select(ServiceMapper.ToModel)
            .Where(happened => !(happened.CreatedAt < since) && _seen.Add(happened.EventId))
            .OrderBy(happened => happened.CreatedAt)
            .ToList();
        _problems.AddRange(fresh.Where(happened => IsProblem(happened.Message)));
        return fresh;
    }

    // Of a task that did start, the task itself tells more.
    private static bool IsProblem(string message)
        => Says(message, "unable to place a task") || Says(message, "failed to launch a task")
            || Says(message, "unable to assume the role") || Says(message, "was unable to start a task");

    private static bool Says(string text, string part) => text.IndexOf(part, StringComparison.OrdinalIgnoreCase) >= 0;
}
