using System;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Engine;

/// <summary>A container that was started.</summary>
internal interface IRunningContainer
{
    string RuntimeId { get; }

    /// <summary>Completes when the container has ended and its last line is in the log.</summary>
    Task<ContainerExit> Exited { get; }

    /// <summary>
    /// Whether it runs at this moment, by the engine itself. <see cref="Exited"/> can be seconds late: it waits for the last lines, and on a busy
    /// machine for its turn.
    /// </summary>
    Task<bool> RunsAsync();

    /// <summary>HEALTHY, UNHEALTHY or UNKNOWN by the container's own health check.</summary>
    Task<string> HealthAsync(CancellationToken cancellationToken);

    /// <summary>SIGTERM, and SIGKILL after <paramref name="grace"/>.</summary>
    Task StopAsync(TimeSpan grace);
}
