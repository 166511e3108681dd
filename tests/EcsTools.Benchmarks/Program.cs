using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace EcsTools.Benchmarks;

internal static class Program
{
    private static readonly SortedDictionary<string, Func<Task>> Benchmarks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["import"] = ImportBenchmark.RunAsync,
    };

    public static async Task<int> Main(string[] args)
    {
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
