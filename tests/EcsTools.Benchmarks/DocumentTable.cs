using System;
using System.IO;

namespace EcsTools.Benchmarks;

/// <summary>The place of a benchmark's table in docs/performance.md, between two marks.</summary>
internal static class DocumentTable
{
    public static readonly string Repository = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    private static readonly string Document = Path.Combine(Repository, "docs", "performance.md");

    /// <param name="benchmark">The benchmark's name, which its marks carry.</param>
    /// <param name="table">What stands between them from now on.</param>
    public static void Write(string benchmark, string table)
    {
        var (begin, end) = ($"<!-- bench {benchmark} -->", $"<!-- /bench {benchmark} -->");
        var text = File.ReadAllText(Document);
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal), text.IndexOf(end, StringComparison.Ordinal));
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"{Document} has no place for the table: {begin} and {end}.");
        }

        File.WriteAllText(Document, text[..(from + begin.Length)] + "\n" + table + text[to..]);
    }
}
