using System;
using System.Collections.Generic;

namespace EcsTools.Tasks;

/// <summary>Which tasks to find.</summary>
public sealed record TaskQuery
{
    /// <summary>Names or ARNs of clusters, with wildcards; null or empty for all.</summary>
    public IReadOnlyList<string>? Clusters { get; init; }

    /// <summary>ARNs or ids of tasks; null or empty for all.</summary>
    public IReadOnlyList<string>? Tasks { get; init; }

    /// <summary>Families, with wildcards; null or empty for all.</summary>
    public IReadOnlyList<string>? Families { get; init; }

    /// <summary>Only tasks of this revision of their family; null for all.</summary>
    public int? Revision { get; init; }

    /// <summary>Only tasks with this value for who started them.</summary>
    public string? StartedBy { get; init; }

    /// <summary>Only tasks of this service.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Whether to find tasks that are running or starting.</summary>
    public bool Running { get; init; } = true;

    /// <summary>Whether to find stopped tasks. ECS keeps them for about an hour.</summary>
    public bool Stopped { get; init; }

    /// <summary>
    /// Whether to read the definition of every task, however many there are. Otherwise a list reads the first fifty, which is as many as
    /// ECS allows in one burst.
    /// </summary>
    public bool Detailed { get; init; } = true;

    /// <summary>Called once if definitions were left out; may be null.</summary>
    public Action<string>? Notice { get; init; }
}
