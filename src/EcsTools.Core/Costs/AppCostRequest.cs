using System.Collections.Generic;

namespace EcsTools.Costs;

/// <summary>An app to calculate the cost of.</summary>
public sealed record AppCostRequest : CostSubject
{
    /// <summary>Its services, each with its name within the app. What is billed besides their tasks counts once, for the app.</summary>
    public required IReadOnlyList<CostRequest> Services { get; init; }
}
