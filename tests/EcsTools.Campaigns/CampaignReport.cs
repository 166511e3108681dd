using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Campaigns;

/// <summary>What came of a campaign.</summary>
internal sealed class CampaignReport(string name, int seed)
{
    private readonly SortedDictionary<string, int> _refused = new(StringComparer.Ordinal);
    private readonly List<string> _findings = [];
    private int _count;
    private int _read;
    private long _mostAllocated;

    /// <summary>Each with the seed and number that make the input again.</summary>
    public IReadOnlyList<string> Findings => _findings;

    public int ReadCount => _read;

    public void Read() => _read++;

    public void Refused(string error) => _refused[error] = _refused.GetValueOrDefault(error) + 1;

    /// <summary>One input is done with.</summary>
    public void End(long allocated)
    {
        _count++;
        _mostAllocated = Math.Max(_mostAllocated, allocated);
    }

    public void Find(int number, string what, Exception? exception)
        => _findings.Add($"{name} --seed {seed} --at {number}: {what}{(exception is null ? "" : $": {exception}")}");

    public override string ToString()
        => $"{name}: {_count} inputs, {_read} read, refused: {string.Join(", ", _refused.Select(pair => $"{pair.Value} {pair.Key}"))}; "
            + $"at most {_mostAllocated >> 10} KiB allocated; {_findings.Count} findings";
}
