using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Sandbox.Services.AutoScaling;

/// <summary>
/// The processor time that each container had used when it was last measured. A container is forgotten when it exits, which another thread
/// reports.
/// </summary>
internal sealed class ProcessorTimes
{
    private readonly ConcurrentDictionary<string, (TimeSpan ProcessorTime, DateTimeOffset At)> _last = new(StringComparer.Ordinal);

    /// <summary>Number of containers that are remembered.</summary>
    public int Count => _last.Count;

    /// <summary>Records a measurement.</summary>
    /// <param name="container">Id of the container.</param>
    /// <param name="processorTime">Processor time since its start.</param>
    /// <param name="now">Time of the measurement.</param>
    /// <param name="exited">Completes when the container exits.</param>
    /// <returns>The cores that it used on average since the last measurement; null for the first one.</returns>
    public double? CoresSinceLast(string container, TimeSpan processorTime, DateTimeOffset now, Task exited)
    {
        var isKnown = _last.TryGetValue(container, out var before);
        _last[container] = (processorTime, now);
        if (!isKnown)
        {
            // A container that has exited in the meantime must not stay here.
            _ = exited.ContinueWith(
                _ => _last.TryRemove(container, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return isKnown && now > before.At ? (processorTime - before.ProcessorTime).TotalSeconds / (now - before.At).TotalSeconds : null;
    }
}
