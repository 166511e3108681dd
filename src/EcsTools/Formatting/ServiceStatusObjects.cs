using System.Collections.Concurrent;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;

namespace EcsTools.Formatting;

/// <summary>Emits each status that differs from the one before.</summary>
internal sealed class ServiceStatusObjects(CommandPipeline pipeline) : IServiceStatusDisplay
{
    private readonly ConcurrentDictionary<int, FargateServiceStatus> _last = new();

    public Task ShowAsync(int place, FargateServiceStatus status)
    {
        _last.TryGetValue(place, out var before);
        _last[place] = status;
        if (before is null || ServiceStatusText.Changes(before, status).Count > 0)
        {
            pipeline.WriteObject(status);
        }

        return Task.CompletedTask;
    }
}
