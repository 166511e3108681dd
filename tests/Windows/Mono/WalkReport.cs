using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;

namespace EcsTools.MonoWalk;

/// <summary>Runs the steps one after another and counts them. What follows a failed step counts as failed, because it was not shown to work.</summary>
internal sealed class WalkReport
{
    private int _passed;
    private int _skipped;

    public int Failed { get; private set; }

    public string Counts => string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", _passed, Failed, _skipped);

    public async Task StepAsync(string name, Func<Task> step, string? skip = null)
    {
        if (skip is not null)
        {
            _skipped++;
            Console.WriteLine($"[!] {name}, is skipped, because {skip}");
            return;
        }

        if (Failed > 0)
        {
            Failed++;
            Console.WriteLine($"[-] {name}: not reached");
            return;
        }

        var watch = Stopwatch.StartNew();
        try
        {
            await step();
            _passed++;
            Console.WriteLine(string.Format(CultureInfo.InvariantCulture, "[+] {0} {1:0.0}s", name, watch.Elapsed.TotalSeconds));
        }
#pragma warning disable CA1031 // Whatever a step throws is its failure.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            Failed++;
            Console.WriteLine($"[-] {name}: {problem}");
        }
    }

    public static void Check(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
