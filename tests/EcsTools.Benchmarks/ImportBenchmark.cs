using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace EcsTools.Benchmarks;

/// <summary>What Import-Module costs a session: whole PowerShell processes with and without it, taken in turns so that both meet the same machine.</summary>
internal static class ImportBenchmark
{
    private const int Rounds = 15;

    public static async Task RunAsync()
    {
        var module = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../out/EcsTools"));
        var import = $"Import-Module '{module}'";
        try
        {
            await TimeAsync("exit");
        }
        catch (Win32Exception)
        {
            Console.WriteLine("import: there is no pwsh here to import into.");
            return;
        }

        await TimeAsync(import);
        var (bare, imported, used) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            bare.Add(await TimeAsync("exit"));
            imported.Add(await TimeAsync(import));
            used.Add(await TimeAsync(import + "; $null = Get-EcsSandbox"));
        }

        Console.WriteLine($"import: medians of {Rounds} processes each, in ms");
        Print("bare pwsh", Median(bare), 0);
        Print("with Import-Module EcsTools", Median(imported), Median(bare));
        Print("and a first command", Median(used), Median(bare));
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
            CultureInfo.InvariantCulture, $"  {what,-30}{time,8:F0}{(above > 0 ? $"   +{time - above:F0} over bare" : "")}"));
}
