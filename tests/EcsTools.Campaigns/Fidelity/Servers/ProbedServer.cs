using System;
using System.Threading.Tasks;
using EcsTools.Campaigns.Fidelity.Wire;

namespace EcsTools.Campaigns.Fidelity.Servers;

/// <summary>A server that stands in for AWS.</summary>
internal abstract class ProbedServer : IAsyncDisposable
{
    public abstract string Name { get; }

    /// <summary>Empties the account.</summary>
    /// <returns>Sends requests to it as its root. The caller disposes it.</returns>
    public abstract Task<SignedSender> ResetAsync();

    public abstract ValueTask DisposeAsync();
}
