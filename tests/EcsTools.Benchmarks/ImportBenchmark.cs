using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Models;

namespace EcsTools.Benchmarks;

/// <summary>What Import-Module costs a session: whole PowerShell processes with and without it, taken in turns so that both meet the same machine.</summary>
internal static class ImportBenchmark
{
    private const int Rounds = 15;

    public static async Task RunAsync()
    {
        var module = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../out/EcsTools"));
        var import = $"Import-Module '{module}'; exit";
        try
        {
            await TimeAsync("exit");
        }
        catch (Win32Exception)
        {
            Console.WriteLine("import: there is no pwsh here to import into.");
            return;
        }

        var (bare, imported, used, unused) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await TimeAfterItsLikeAsync("exit"));
            unused.Add(await TimeAsync(import));
            imported.Add(await TimeAfterItsLikeAsync(import));
            used.Add(await TimeAfterItsLikeAsync($"Import-Module '{module}'; $null = Get-EcsSandbox; exit"));
        }

        Console.WriteLine($"import: medians of {Rounds} processes each, in ms");
        Print("bare pwsh", Median(bare), 0);
        Print("with Import-Module EcsTools", Median(imported), Median(bare));
        Print("and a first command", Median(used), Median(bare));
        Print("Import-Module after a bare pwsh", Median(unused), Median(bare));
    }

    // PowerShell writes down which methods a process compiled, and the next one compiles those ahead on another thread: what a process costs
    // depends on what the last one did.
    private static async Task<double> TimeAfterItsLikeAsync(string command)
    {
        await TimeAsync(command);
        return await TimeAsync(command);
    }

    private static async Task<double> TimeAsync(string command)
    {
        var start = new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]);
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static void Print(string what, double time, double above)
        => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {what,-34}{time,8:F0}{(above > 0 ? $"   +{time - above:F0} over bare" : "")}"));
}
