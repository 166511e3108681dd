using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Tests.Packages;
using Xunit;

namespace EcsTools.Tests.Architecture;

/// <summary>The compiler checks neither <c>max_line_length</c> of .editorconfig nor where a line ends, so these tests do.</summary>
public class LineLengthTests
{
    private static readonly string Root = Oracle.RepositoryRoot;

    private static readonly List<string> Files = Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => new[] { "obj", "bin", "generated" }.All(
            folder => !file.Contains(Path.DirectorySeparatorChar + folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
        .ToList();

    [Fact]
    public void No_line_of_the_sources_is_longer_than_the_editor_allows()
    {
        var longest = int.Parse(
            Regex.Match(File.ReadAllText(Path.Combine(Root, ".editorconfig")), @"max_line_length = (\d+)").Groups[1].Value,
            System.Globalization.CultureInfo.InvariantCulture);
        // A row of a Markdown table cannot be broken.
        var tooLong = from file in Files
                      from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
                      where line.Text.Length > longest && line.Text.TrimStart() is not ['|', ..]
                      select $"{Path.GetRelativePath(Root, file)}:{line.Number}";
        Assert.Empty(tooLong);
        Assert.True(Files.Count > 100, "The sources are not found.");
    }

    [Fact]
    public void A_brace_that_ends_a_block_is_on_its_own_line()
        => Assert.Empty(
            from file in Files
            from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
            where Regex.IsMatch(line.Text, @";\s*}\s*$") && line.Text.Count(c => c == '}') > line.Text.Count(c => c == '{')
            select $"{Path.GetRelativePath(Root, file)}:{line.Number}");
}
