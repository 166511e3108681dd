using System.Collections.Generic;

namespace EcsTools.Sandbox.Cloud;

/// <summary>A service of the cloud whose metrics CloudWatch has.</summary>
internal interface IMetricSource
{
    /// <summary>What was measured since the last call. Calls do not overlap.</summary>
    IReadOnlyList<MetricSample> Measure();
}
