using System.Threading;
using EcsTools.Sandbox.Balancing.Configuration;

namespace EcsTools.Sandbox.Balancing.Targets;

/// <summary>Counts what the targets of a group do.</summary>
internal sealed class GroupCounters
{
    private readonly long[] _answers = new long[10];
    private long _requests;
    private long _connectionErrors;

    public GroupCounts Read() => new(
        Volatile.Read(ref _requests),
        Volatile.Read(ref _answers[2]),
        Volatile.Read(ref _answers[3]),
        Volatile.Read(ref _answers[4]),
        Volatile.Read(ref _answers[5]),
        Volatile.Read(ref _connectionErrors));

    public void CountRequest() => Interlocked.Increment(ref _requests);

    public void CountAnswer(int status) => Interlocked.Increment(ref _answers[status / 100]);

    public void CountConnectionError() => Interlocked.Increment(ref _connectionErrors);
}
