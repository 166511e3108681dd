using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Pipeline;

namespace EcsTools.Formatting;

/// <summary>Draws the newest status of each service in place, with the last events of all of them below.</summary>
internal sealed class ServiceStatusScreen(CommandPipeline pipeline, TerminalArea area, int services) : IServiceStatusDisplay
{
    // Events that the display keeps. The terminal's height decides how many it shows.
    private const int KeptEvents = 10;

    private readonly FargateServiceStatus?[] _status = new FargateServiceStatus?[services];
    private readonly Queue<string> _happened = new();

    // On the pipeline's thread, so that drawings never overlap.
    public Task ShowAsync(int place, FargateServiceStatus status) => pipeline.InvokeAsync(() =>
    {
        _status[place] = status;
        foreach (var line in ServiceStatusText.Happened(status))
        {
            _happened.Enqueue(_status.Length > 1 ? $"  {status.ServiceName}:{line.Substring(1)}" : line);
            if (_happened.Count > KeptEvents)
            {
                _happened.Dequeue();
            }
        }

        var lines = _status.OfType<FargateServiceStatus>().SelectMany(ServiceStatusText.Lines).ToList();
        area.Draw(lines, _happened.ToList());
        return true;
    });
}
