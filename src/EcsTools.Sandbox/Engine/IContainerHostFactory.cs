using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine;

/// <summary>Opens the host that runs the containers of a sandbox.</summary>
internal interface IContainerHostFactory
{
    /// <exception cref="System.InvalidOperationException">The sandbox requires Docker and no engine answers.</exception>
    Task<IContainerHost> OpenAsync(CancellationToken stopping);
}
