using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace EcsTools.Benchmarks.Push;

/// <summary>
/// Processor seconds of a push, of all who take part: this process and its children, the engine, the registries. It tells more than the clock where the
/// machine has other work.
/// </summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;

    public static double Now()
        => Process.GetProcesses().Where(TakesPart).Sum(Of);

    private static bool TakesPart(Process process)
        => process.ProcessName is "dockerd" or "docker-registry" || process.Id == Environment.ProcessId

            // The process of the member of the docker group.
            || (process.Id != Environment.ProcessId && process.ProcessName.StartsWith("EcsTools.Bench", StringComparison.Ordinal));

    private static double Of(Process process)
    {
        try
        {
            // user, system, and those of ended children: fields 14 to 17, counted after the name in brackets. Source: proc(5).
            var text = File.ReadAllText($"/proc/{process.Id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return fields.Skip(11).Take(4).Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
