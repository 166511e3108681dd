using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace EcsTools.Campaigns.Fidelity;

/// <summary>The figures as a table, and every miss of the sandbox.</summary>
internal sealed class FidelityReport(IReadOnlyList<ProbeResult> sandbox, IReadOnlyList<ProbeResult>? moto)
{
    public IReadOnlyList<ProbeResult> Misses { get; } = sandbox.Where(result => !result.IsRight).ToList();

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var miss in Misses)
        {
            text.Append("  ").Append(miss).Append('\n');
        }

        text.Append("| service | probes | sandbox right | moto right |\n|---|---|---|---|\n");
        foreach (var service in sandbox.Select(result => result.Probe.Service).Distinct().Order(StringComparer.Ordinal))
        {
            Row(text, service, result => result.Probe.Service == service);
        }

        Row(text, "all", _ => true);
        return text.ToString();
    }

    private void Row(StringBuilder text, string name, Func<ProbeResult, bool> isIn)
        => text.Append(CultureInfo.InvariantCulture, $"| {name} | {sandbox.Count(isIn):N0} | {Right(sandbox, isIn)} | {(moto is null ? "" : Right(moto, isIn))} |\n");

    private static string Right(IReadOnlyList<ProbeResult> results, Func<ProbeResult, bool> isIn)
        => results.Count(result => isIn(result) && result.IsRight).ToString("N0", CultureInfo.InvariantCulture);
}
