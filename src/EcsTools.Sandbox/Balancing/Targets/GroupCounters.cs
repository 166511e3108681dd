using System;
using System.Threading;
using EcsTools.Sandbox.Balancing.Configuration;
using EcsTools.Sandbox.Cloud;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>Counts what the targets of a group do.</summary>
internal sealed class GroupCounters
{
    private readonly long[] _answers = new long[10];
    private long _requests;
    private readonly object _gate = new();
    private long _connectionErrors;
    private MetricValues _times;

    public GroupCounts Read() => new(
        Volatile.Read(ref _requests),
        Volatile.Read(ref _answers[2]),
        Volatile.Read(ref _answers[3]),
        Volatile.Read(ref _answers[4]),
        Volatile.Read(ref _answers[5]),
        Volatile.Read(ref _connectionErrors));

    public void CountRequest() => Interlocked.Increment(ref _requests);

    public void CountAnswer(int status) => Interlocked.Increment(ref _answers[status / 100]);

    /// <summary>Notes how long a target took to begin its answer.</summary>
    public void NoteTime(TimeSpan time)
    {
        lock (_gate)
        {
            _times += MetricValues.Of(time.TotalSeconds);
        }
    }

    /// <summary>The times since the last call, in seconds.</summary>
    public MetricValues TakeTimes()
    {
        lock (_gate)
        {
            var times = _times;
            _times = default;
            return times;
        }
    }

    public void CountConnectionError() => Interlocked.Increment(ref _connectionErrors);
}
