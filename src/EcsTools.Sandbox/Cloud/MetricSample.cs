using System.Collections.Generic;

namespace EcsTools.Sandbox.Cloud;

/// <summary>What a service has measured since it was last asked.</summary>
/// <param name="Namespace">The namespace, such as <c>AWS/ApplicationELB</c>.</param>
/// <param name="Name">The name of the metric.</param>
/// <param name="Unit">The unit, such as <c>Count</c>.</param>
/// <param name="Dimensions">Names and values.</param>
/// <param name="Values">The values.</param>
internal sealed record MetricSample(
    string Namespace, string Name, string Unit, IReadOnlyList<(string Name, string Value)> Dimensions, MetricValues Values);
