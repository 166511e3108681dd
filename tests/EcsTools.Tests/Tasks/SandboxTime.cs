using System;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;

namespace EcsTools.Tests.Tasks;

/// <summary>The clock of a sandbox that is faster than the machine's, for its clients: their waits are as much shorter as its tasks are quicker.</summary>
internal sealed class SandboxTime(SandboxServer server) : IClock
{
    public DateTimeOffset UtcNow => server.Cloud.ScaledClock.UtcNow;

    public Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken)
        => duration <= TimeSpan.Zero ? Task.CompletedTask : server.Cloud.ScaledClock.DelayAsync(duration, cancellationToken);

    public double NextRandom() => SystemClock.Instance.NextRandom();
}
