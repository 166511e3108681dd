using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using EcsTools.Benchmarks.Publish;
using EcsTools.Benchmarks.Push;

namespace EcsTools.Benchmarks;

internal static class Program
{
    private static readonly SortedDictionary<string, Func<IReadOnlyList<string>, Task>> Benchmarks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["balance"] = BalanceBenchmark.RunAsync,
        ["compression"] = CompressionBenchmark.RunAsync,
        ["import"] = ImportBenchmark.RunAsync,
        ["list"] = _ => ListBenchmark.RunAsync(),
        ["logs"] = _ => LogsBenchmark.RunAsync(),
        ["publish"] = PublishBenchmark.RunAsync,
        ["push"] = PushBenchmark.RunAsync,
    };

    /// <summary>Runs the benchmark that is named first, with the arguments after it; all of them where none is named.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is ["read", var what, var cluster, var expected])
        {
            // The process of its own that a list is read in.
            await ListBenchmark.ReadAsync(what, cluster, int.Parse(expected, CultureInfo.InvariantCulture));
            return 0;
        }

        if (args is ["balancer", var backend])
        {
            await BalanceBenchmark.ServeAsync(int.Parse(backend, CultureInfo.InvariantCulture));
            return 0;
        }

        var wanted = args.Where(arg => arg.Length > 0).ToList();
        if (wanted.Count > 0 && !Benchmarks.ContainsKey(wanted[0]))
        {
            await Console.Error.WriteLineAsync($"There is no benchmark {wanted[0]}; there are: {string.Join(", ", Benchmarks.Keys)}.");
            return 2;
        }

        try
        {
            foreach (var name in wanted.Count > 0 ? wanted.Take(1) : Benchmarks.Keys)
            {
                await Benchmarks[name](wanted.Skip(1).ToList());
            }

            return 0;
        }
        catch (ArgumentException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
    }
}
