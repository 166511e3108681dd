using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;

namespace EcsTools.Formatting;

/// <summary>Writes a line for each change of a service, for output that is not a terminal.</summary>
internal sealed class ServiceStatusLog(CommandPipeline pipeline) : IServiceStatusDisplay
{
    private readonly ConcurrentDictionary<int, FargateServiceStatus> _last = new();

    public Task ShowAsync(int place, FargateServiceStatus status)
    {
        _last.TryGetValue(place, out var before);
        _last[place] = status;
        var time = status.Time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        foreach (var change in ServiceStatusText.Changes(before, status))
        {
            pipeline.WriteHost(FormattableString.Invariant($"{time} {status.ServiceName}: {change}"));
        }

        return Task.CompletedTask;
    }
}
