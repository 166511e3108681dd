using System;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Registry;
using EcsTools.Timing;

namespace EcsTools.Tests.Registry;

/// <summary>Clients of a registry that asks for no real password, whose pauses take no time.</summary>
internal static class RegistryClients
{
    public static RegistryClient For(string host, RegistryTimeouts? timeouts = null)
        => new(new RegistryAddress(host), new EcrRegistryAuthorization((_, _) => Task.FromResult("QTpi"), new ImpatientClock()), new ImpatientClock(), timeouts);

    /// <summary>A client with the token that a proxy wants.</summary>
    public static RegistryClient For(string host, FaultProxy proxy)
        => new(new RegistryAddress(host), new EcrRegistryAuthorization((_, _) => Task.FromResult(proxy.Token), new ImpatientClock()), new ImpatientClock());
}

/// <summary>Waits take no time.</summary>
internal sealed class ImpatientClock : IClock
{
    public DateTimeOffset UtcNow => DateTimeOffset.UtcNow;

    public Task DelayAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.CompletedTask;
    }

    public double NextRandom() => 0.5;
}
