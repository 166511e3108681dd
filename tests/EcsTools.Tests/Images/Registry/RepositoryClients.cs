using System;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Ecr;
using EcsTools.Images.Registry;

namespace EcsTools.Tests.Images.Registry;

/// <summary>Clients of a registry that asks for no real password, whose pauses take no time.</summary>
internal static class RepositoryClients
{
    public static RepositoryClient For(string host, string repository = "web", RegistryTimeouts? timeouts = null)
        => new(new RegistryAddress(host), repository, new EcrRegistryAuthorization((_, _) => Task.FromResult("QTpi"), new ImpatientClock()), new ImpatientClock(), timeouts);

    /// <summary>A client with the token that a proxy wants.</summary>
    public static RepositoryClient For(string host, FaultProxy proxy, string repository = "web")
        => new(new RegistryAddress(host), repository, new EcrRegistryAuthorization((_, _) => Task.FromResult(proxy.Token), new ImpatientClock()), new ImpatientClock());
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
