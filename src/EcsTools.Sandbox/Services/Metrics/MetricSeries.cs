using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Services.Metrics;

/// <summary>One metric: its values, minute by minute of the sandbox's clock.</summary>
internal sealed class MetricSeries
{
    /// <summary>AWS keeps minutes for 15 days.</summary>
    private const int KeptMinutes = 15 * 24 * 60;

    private readonly SortedDictionary<long, MetricValues> _minutes = new();

    public MetricSeries(MetricSample first)
    {
        (Namespace, Name, Unit, Dimensions) = (first.Namespace, first.Name, first.Unit, first.Dimensions);
    }

    public string Namespace { get; }

    public string Name { get; }

    public string Unit { get; }

    public IReadOnlyList<(string Name, string Value)> Dimensions { get; }

    /// <summary>Adds values of the minute that the time is in.</summary>
    public void Add(MetricValues values, DateTimeOffset now)
    {
        var minute = now.ToUnixTimeSeconds() / 60;
        _minutes[minute] = _minutes.TryGetValue(minute, out var known) ? known + values : values;
        if (_minutes.Count > KeptMinutes)
        {
            _minutes.Remove(_minutes.Keys.First());
        }
    }

    /// <summary>The values from one time to another, by periods, oldest first. Periods without a value are left out.</summary>
    /// <param name="from">Epoch seconds; rounded down to a minute.</param>
    /// <param name="to">Epoch seconds, not included.</param>
    /// <param name="period">Seconds. Values are known by the minute, so a shorter period is a minute.</param>
    public IReadOnlyList<(double Time, MetricValues Values)> Read(double from, double to, long period)
    {
        var (seconds, first) = (Math.Max(60, period), (long)Math.Floor(from / 60) * 60);
        return _minutes
            .Where(minute => minute.Key * 60 >= first && minute.Key * 60 < to)
            .GroupBy(minute => first + (((minute.Key * 60) - first) / seconds * seconds))
            .Select(group => ((double)group.Key, group.Select(minute => minute.Value).Aggregate((one, other) => one + other)))
            .ToList();
    }
}
