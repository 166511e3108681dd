using System;
using System.Collections.Generic;

namespace EcsTools.Failures;

/// <summary>Which failures are wanted.</summary>
public sealed record FailureQuery
{
    /// <summary>Clusters by name or ARN, with wildcards; null or none for all.</summary>
    public IReadOnlyList<string>? Clusters { get; init; }

    /// <summary>ARNs or ids of tasks; null or none for all.</summary>
    public IReadOnlyList<string>? Tasks { get; init; }

    /// <summary>Families, with wildcards; null or none for all.</summary>
    public IReadOnlyList<string>? Families { get; init; }

    /// <summary>Only those of this service.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Only those from this time on; null for what ECS still knows.</summary>
    public DateTimeOffset? Since { get; init; }
}
