using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;

namespace EcsTools.Benchmarks;

internal static class Program
{
    private static readonly SortedDictionary<string, Func<Task>> Benchmarks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["import"] = ImportBenchmark.RunAsync,
        ["list"] = ListBenchmark.RunAsync,
    };

    public static async Task<int> Main(string[] args)
    {
        if (args is ["read", var what, var cluster, var expected])
        {
            // The process of its own that a list is read in.
            await ListBenchmark.ReadAsync(what, cluster, int.Parse(expected, CultureInfo.InvariantCulture));
            return 0;
        }

        var wanted = args.Where(arg => arg.Length > 0).ToList();
        var unknown = wanted.Where(name => !Benchmarks.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
        {
            await Console.Error.WriteLineAsync($"There is no benchmark {string.Join(", ", unknown)}; there are: {string.Join(", ", Benchmarks.Keys)}.");
            return 2;
        }

        foreach (var name in wanted.Count > 0 ? wanted : [.. Benchmarks.Keys])
        {
            await Benchmarks[name]();
        }

        return 0;
    }
}
