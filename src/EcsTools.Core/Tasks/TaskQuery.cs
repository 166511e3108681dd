using System;
using System.Collections.Generic;

namespace EcsTools.Tasks;

/// <summary>Which tasks are wanted.</summary>
public sealed record TaskQuery
{
    /// <summary>Clusters by name or ARN, with wildcards; null or none for all.</summary>
    public IReadOnlyList<string>? Clusters { get; init; }

    /// <summary>ARNs or ids of tasks; null or none for all.</summary>
    public IReadOnlyList<string>? Tasks { get; init; }

    /// <summary>Families, with wildcards; null or none for all.</summary>
    public IReadOnlyList<string>? Families { get; init; }

    /// <summary>Only those that this started.</summary>
    public string? StartedBy { get; init; }

    /// <summary>Only those of this service.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Whether tasks that run, or are to run, are wanted.</summary>
    public bool Running { get; init; } = true;

    /// <summary>Whether tasks that stopped are wanted: ECS keeps them for about an hour.</summary>
    public bool Stopped { get; init; }

    /// <summary>
    /// Whether the definition of every task is read, however many there are. If not, of a list the first fifty are: as many as ECS lets be read
    /// at once.
    /// </summary>
    public bool Detailed { get; init; } = true;

    /// <summary>Told, once, that definitions were left out; null if nobody is to be told.</summary>
    public Action<string>? Notice { get; init; }
}
