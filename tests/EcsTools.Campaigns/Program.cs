using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Campaigns.Comparisons;
using EcsTools.Campaigns.Durability;
using EcsTools.Campaigns.Fidelity;
using EcsTools.Campaigns.Load;

namespace EcsTools.Campaigns;

/// <summary>
/// <c>[name] [--count N] [--seed S] [--at NUMBER]</c>: runs the campaign of that name, or all. <c>fidelity [service]</c> compares the sandbox with AWS.
/// The exit code is 1 where there are findings.
/// </summary>
internal static class Program
{
    private const int MostInputs = 20_000;

    private static readonly string[] Comparisons = ["tar-comparison", "skopeo-comparison"];

    /// <summary>Those that are about kills, stalls and load, each with how much it does by default.</summary>
    private static readonly SortedDictionary<string, (int Count, Func<int, int, Task<DurabilityReport>> Run)> Durability = new(StringComparer.Ordinal)
    {
        ["requests"] = (100_000, (_, count) => new RequestCampaign(clients: 64, intruders: 40).RunAsync(count)),
        ["push-kills"] = (50, (seed, count) => new PushKillCampaign(seed).RunAsync(count)),
        ["kills"] = (100, (seed, count) => new KillCampaign(seed).RunAsync(count)),
        ["sample-publications"] = (20, (seed, count) => new SamplePublishCampaign(seed).RunAsync(count)),
        ["publications"] = (20, (seed, count) => new PublishCampaign(seed).RunAsync(count)),
        ["writers"] = (5_000, (seed, count) => new WriterCampaign(seed, processes: 10, threads: 5, longestStall: TimeSpan.FromSeconds(12)).RunAsync(count)),
    };

    private const string FidelityName = "fidelity";

    /// <summary>A start of skopeo takes a fraction of a second: a sample is enough.</summary>
    private const int MostWithSkopeo = 60;

    private static IEnumerable<string> Names => ForeignReaders.All.Keys.Concat(Comparisons).Concat(Durability.Keys).Append(FidelityName);

    public static async Task<int> Main(string[] args)
    {
        // The processes that campaigns start.
        if (args is ["writer", .. var given])
        {
            await WriterProcess.RunAsync(given);
            return 0;
        }

        if (args is ["deployer", .. var deployer])
        {
            await DeployerProcess.RunAsync(deployer);
            return 0;
        }

        if (args is ["push", .. var push])
        {
            await PushProcess.RunAsync(push);
            return 0;
        }

        if (args is ["publish", .. var publication])
        {
            await PublishProcess.RunAsync(publication);
            return 0;
        }

        if (args is ["publish-sample", .. var sample])
        {
            await PublishProcess.RunSampleAsync(sample);
            return 0;
        }

        if (args is ["sandbox", .. var folder])
        {
            await SandboxProcess.RunAsync(folder.FirstOrDefault());
            return 0;
        }

        if (args is [FidelityName, .. { Length: <= 1 } service])
        {
            return await FidelityCommand.RunAsync(service.FirstOrDefault()) == 0 ? 0 : 1;
        }

        var arguments = args.Where(arg => arg.Length > 0).ToList();
        if (!TryTake(arguments, "--count", -1, out var count) || !TryTake(arguments, "--seed", 1, out var seed) || !TryTake(arguments, "--at", -1, out var at)
            || arguments.Count > 1 || (arguments.Count == 1 && !Names.Contains(arguments[0])))
        {
            Console.Error.WriteLine($"campaign [name] [--count N] [--seed S] [--at NUMBER]; the names are {string.Join(", ", Names)}.");
            return 2;
        }

        var findings = 0;
        foreach (var name in arguments.Count == 1 ? arguments : Names)
        {
            findings += name == FidelityName
                ? await FidelityCommand.RunAsync(service: null)
                : Durability.TryGetValue(name, out var campaign)
                ? Print(await campaign.Run(seed, count >= 0 ? count : campaign.Count))
                : at >= 0 ? Run(name, seed, at, 1) : Run(name, seed, 0, count >= 0 ? count : MostInputs);
        }

        return findings == 0 ? 0 : 1;
    }

    private static int Run(string name, int seed, int first, int count)
    {
        switch (name)
        {
            case "tar-comparison":
                return Print(TarComparison.Run(seed, first, count));
            case "skopeo-comparison":
                return SkopeoComparison.Run(seed, first, Math.Min(count, MostWithSkopeo)) is { } comparison ? Print(comparison) : Skip(name);
        }

        using var reader = ForeignReaders.All[name]();
        var campaign = new Campaign(reader, seed);
        using var watch = new Timer(_ => EndIfHung(campaign, name, seed), null, 1000, 1000);
        var report = campaign.Run(first, count);
        Console.WriteLine(report);
        return Print(report.Findings);
    }

    private static void EndIfHung(Campaign campaign, string name, int seed)
    {
        if (campaign.FindHung() is { } number)
        {
            Console.WriteLine($"{name} --seed {seed} --at {number}: the reader hangs");
            Environment.Exit(1);
        }
    }

    private static int Skip(string name)
    {
        Console.WriteLine($"{name}: skipped, as there is no skopeo on this machine");
        return 0;
    }

    private static int Print(DurabilityReport report)
    {
        Console.WriteLine(report.Summary);
        return Print(report.Findings);
    }

    private static int Print(Comparison comparison)
    {
        Console.WriteLine(comparison);
        return Print(comparison.Findings);
    }

    private static int Print(IReadOnlyList<string> findings)
    {
        foreach (var finding in findings.Take(20))
        {
            Console.WriteLine("  " + finding);
        }

        return findings.Count;
    }

    private static bool TryTake(List<string> arguments, string name, int otherwise, out int value)
    {
        value = otherwise;
        var at = arguments.IndexOf(name);
        if (at < 0)
        {
            return true;
        }

        var isNumber = at + 1 < arguments.Count && int.TryParse(arguments[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out value);
        arguments.RemoveRange(at, Math.Min(2, arguments.Count - at));
        return isNumber;
    }
}
