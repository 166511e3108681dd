using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;

namespace EcsTools.Benchmarks;

/// <summary>
/// What the start of a session costs: whole PowerShell processes that do nothing, import the module, and run a first command against a sandbox; and the AWS
/// CLI that does the same. They take turns, so that all of them meet the same machine.
/// </summary>
internal static class ImportBenchmark
{
    private const int Rounds = 15;

    /// <summary>The mark: what the import may cost, as a part of what a bare PowerShell takes.</summary>
    private const double MostOfBare = 0.4;

    private static readonly string Module = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../out/EcsTools"));

    public static async Task RunAsync(IReadOnlyList<string> arguments)
    {
        if (arguments.Except(["--write"]).Any())
        {
            throw new ArgumentException("bench import [--write]");
        }

        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);
        await sandbox.CallAsync("AWSSDK.ECS", "CreateCluster", new JsonObject { ["clusterName"] = "default" });
        var import = $"Import-Module '{Module}'; ";
        var (bare, imported, used, cli) = (PowerShell("exit"), PowerShell(import + "exit"), PowerShell(import + "$null = Get-FargateCluster default; exit"), Cli());
        if (!await StartsAsync(sandbox, bare))
        {
            Console.WriteLine("import: there is no pwsh here to import into.");
            return;
        }

        IReadOnlyList<(string File, string[] Arguments)> all = await StartsAsync(sandbox, cli) ? [bare, imported, used, cli] : [bare, imported, used];
        var times = all.ToDictionary(what => what, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var what in all)
            {
                // PowerShell writes down which methods a process compiled, and the next one compiles those ahead on another thread: what a process costs
                // depends on what the last one did. So each is timed after its like.
                await TimeAsync(sandbox, what);
                times[what].Add(await TimeAsync(sandbox, what));
            }
        }

        double? Median((string File, string[] Arguments) what) => times.TryGetValue(what, out var all) ? all.Order().ElementAt(all.Count / 2) : null;
        var table = Table(Median(bare)!.Value, Median(imported)!.Value, Median(used)!.Value, Median(cli));
        Console.Write(table);
        if (arguments.Contains("--write"))
        {
            DocumentTable.Write("import", table);
        }
    }

    private static string Table(double bare, double imported, double used, double? cli)
    {
        var table = new StringBuilder();
        string Line(string format, params object[] values) => string.Format(CultureInfo.InvariantCulture, format, values);
        table.AppendLine(Line("Medians of {0} processes each, in milliseconds:", Rounds)).AppendLine();
        table.AppendLine("| process | whole | more than the one above | mark |").AppendLine("|---|---|---|---|");
        table.AppendLine(Line("| `pwsh` that does nothing | {0:F0} | | |", bare));
        var part = (imported - bare) / bare;
        table.AppendLine(Line(
            "| and `Import-Module EcsTools` | {0:F0} | {1:F0}, {2:F2} of the bare `pwsh` | at most {3:0.0#}: {4} |",
            imported,
            imported - bare,
            part,
            MostOfBare,
            part <= MostOfBare + 0.005 ? "met" : "missed"));
        table.AppendLine(Line(
            "| and `Get-FargateCluster default` | {0:F0} | {1:F0}{2} |",
            used,
            used - imported,
            cli is { } peer
                ? Line(", {0:F2} of the AWS CLI | no slower: {1}", (used - imported) / peer, used - imported <= peer ? "met" : "missed")
                : " |"));
        if (cli is { } whole)
        {
            table.AppendLine(Line("| `aws ecs describe-clusters --clusters default` | {0:F0} | | |", whole));
        }

        return table.ToString();
    }

    private static (string File, string[] Arguments) PowerShell(string command) => ("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command]);

    private static (string File, string[] Arguments) Cli() => ("aws", ["ecs", "describe-clusters", "--clusters", "default"]);

    private static async Task<bool> StartsAsync(SandboxServer sandbox, (string File, string[] Arguments) what)
    {
        try
        {
            await TimeAsync(sandbox, what);
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static async Task<double> TimeAsync(SandboxServer sandbox, (string File, string[] Arguments) what)
    {
        var start = new ProcessStartInfo(what.File, what.Arguments) { RedirectStandardOutput = true };
        foreach (var (name, value) in new[]
        {
            ("AWS_ACCESS_KEY_ID", sandbox.AccessKey), ("AWS_SECRET_ACCESS_KEY", sandbox.SecretKey), ("AWS_REGION", sandbox.Region),
            ("AWS_DEFAULT_REGION", sandbox.Region), ("AWS_ENDPOINT_URL", sandbox.EndpointUrl), ("AWS_PAGER", ""),
        })
        {
            start.Environment[name] = value;
        }

        start.Environment.Remove("AWS_PROFILE");
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var time = watch.Elapsed.TotalMilliseconds;
        return process.ExitCode == 0 ? time : throw new InvalidOperationException($"{what.File} {string.Join(' ', what.Arguments)} ended with {process.ExitCode}.");
    }
}
