using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Campaigns.Comparisons;

/// <summary>How often two readers agreed, and on what they did not.</summary>
internal sealed class Comparison(string name, int seed)
{
    private readonly SortedDictionary<string, (int Count, int First)> _differences = new(StringComparer.Ordinal);
    private readonly List<string> _findings = [];
    private int _bothRead;
    private int _bothRefused;

    /// <summary>Inputs that both readers took for valid and read as different things.</summary>
    public IReadOnlyList<string> Findings => _findings;

    public void BothRead() => _bothRead++;

    public void BothRefused() => _bothRefused++;

    /// <summary>One reads what the other refuses. Names and numbers are left out of the reason, so that equal ones are counted together.</summary>
    public void Differ(int number, string how)
    {
        var kind = Regex.Replace(Regex.Replace(how, "'[^']*'", "'…'", RegexOptions.Singleline), "[0-9]+", "N");
        var (count, first) = _differences.GetValueOrDefault(kind, (0, number));
        _differences[kind] = (count + 1, first);
    }

    public void Find(int number, string what) => _findings.Add($"{name} --seed {seed} --at {number}: {what}");

    public override string ToString()
        => $"{name}: {_bothRead} read alike, {_bothRefused} refused by both, {_findings.Count} findings"
            + string.Concat(_differences.OrderByDescending(pair => pair.Value.Count).Select(pair => $"\n  {pair.Value.Count} times (first at {pair.Value.First}): {pair.Key}"));
}
