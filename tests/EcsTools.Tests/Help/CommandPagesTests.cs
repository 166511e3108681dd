using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Tests.Packages;
using Xunit;

namespace EcsTools.Tests.Help;

/// <summary>docs/commands against what the build wrote from the commands.</summary>
public sealed class CommandPagesTests
{
    private static readonly string Written = Path.Combine(Oracle.RepositoryRoot, "docs", "commands");
    private static readonly string Built = Path.Combine(Oracle.RepositoryRoot, "out", "docs", "commands");

    [SkippableFact]
    public void Every_command_has_its_page_and_no_page_tells_of_another_time()
    {
        Skip.IfNot(Directory.Exists(Built), "the module is not built: ./build.sh build");
        var names = Directory.GetFiles(Built).Concat(Directory.GetFiles(Written)).Select(Path.GetFileName).Distinct();
        var stale = names.Where(name => Read(Written, name!) != Read(Built, name!)).ToList();
        Assert.True(stale.Count == 0, $"./build.sh docs would change {string.Join(", ", stale)}.");
    }

    [Fact]
    public void No_default_stands_inside_a_quoted_value()
        => Assert.Empty(Directory.GetFiles(Written, "*.md").SelectMany(File.ReadLines).Where(line => Regex.IsMatch(line, "[ (]'[^']*Defaults to [^']*'")));

    private static string Read(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? File.ReadAllText(path).Replace("\r", "", StringComparison.Ordinal) : "";
    }
}
