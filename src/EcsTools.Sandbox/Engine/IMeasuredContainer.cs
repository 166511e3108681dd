using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine;

/// <summary>A container whose use of the machine can be measured: a real one.</summary>
internal interface IMeasuredContainer
{
    /// <summary>Its usage, or null if it has just ended.</summary>
    Task<ContainerUsage?> UsageAsync(CancellationToken cancellationToken);
}
