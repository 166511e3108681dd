using System;
using System.Collections.Generic;

namespace EcsTools.Failures;

/// <summary>Which failures to find.</summary>
public sealed record FailureQuery
{
    /// <summary>Names or ARNs of clusters, with wildcards; null or empty for all.</summary>
    public IReadOnlyList<string>? Clusters { get; init; }

    /// <summary>ARNs or ids of tasks; null or empty for all.</summary>
    public IReadOnlyList<string>? Tasks { get; init; }

    /// <summary>Families, with wildcards; null or empty for all.</summary>
    public IReadOnlyList<string>? Families { get; init; }

    /// <summary>Only failures of this service.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Only failures since this time; null for those that ECS still knows.</summary>
    public DateTimeOffset? Since { get; init; }
}
