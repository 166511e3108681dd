using System.Collections.Generic;

namespace EcsTools.Campaigns.Durability;

/// <summary>What is left of what was reported as done.</summary>
/// <param name="Summary">The figures, in one line.</param>
/// <param name="Findings">What was lost, and what else was wrong.</param>
internal sealed record DurabilityReport(string Summary, IReadOnlyList<string> Findings);
