using System.Collections.Generic;

namespace EcsTools.Models;

/// <summary>What a request must have for a route to apply: one of several values.</summary>
public sealed record FargateRouteCondition
{
    /// <summary><c>path</c>, <c>host</c>, <c>method</c>, <c>header</c>, <c>query</c> or <c>source</c>.</summary>
    public required string Field { get; init; }

    /// <summary>Name of the header; null for other fields.</summary>
    public string? Name { get; init; }

    /// <summary>The values, one of which must match.</summary>
    public IReadOnlyList<string> Values { get; init => field = OutputList.Of(value); } = OutputList.Of<string>([]);

    /// <summary>Whether the values are regular expressions.</summary>
    public bool IsRegex { get; init; }

    /// <summary>The condition as text, such as <c>path /api/users*</c>.</summary>
    public override string ToString()
        => $"{Field}{(Name is null ? "" : " " + Name)} {(IsRegex ? "~ " : "")}{string.Join(", ", Values)}";
}
