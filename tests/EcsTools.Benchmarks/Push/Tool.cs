using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace EcsTools.Benchmarks.Push;

/// <summary>A program of this machine, run to its end.</summary>
internal static class Tool
{
    /// <summary>This program itself, whether or not it was started by way of "dotnet".</summary>
    public static readonly string Self = Path.Combine(AppContext.BaseDirectory, "EcsTools.Benchmarks" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    public static bool IsInstalled(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name)));

    /// <returns>How long the whole process took.</returns>
    public static async Task<TimeSpan> RunAsync(string name, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        watch.Stop();
        return process.ExitCode == 0
            ? watch.Elapsed
            : throw new InvalidOperationException($"{name} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {await error}{await output}");
    }
}
