using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace EcsTools.Campaigns.Fidelity;

/// <summary>What a set of probes does next.</summary>
internal abstract record ProbeStep
{
    /// <summary>A call that prepares what follows.</summary>
    internal sealed record Preparation(string Service, string Operation, JsonObject Body, IReadOnlyList<(string Name, string Path)> Takes) : ProbeStep;

    /// <summary>A call that is repeated until its answer has a value.</summary>
    internal sealed record Wait(string Service, string Operation, JsonObject Body, string Path, string Value) : ProbeStep;

    internal sealed record Check(Probe Probe) : ProbeStep;
}
