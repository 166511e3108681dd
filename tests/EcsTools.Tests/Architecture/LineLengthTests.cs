using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Tests.Packages;
using Xunit;

namespace EcsTools.Tests.Architecture;

/// <summary>No compiler holds <c>max_line_length</c> of .editorconfig, so this test does.</summary>
public class LineLengthTests
{
    [Fact]
    public void No_line_of_the_sources_is_longer_than_the_editor_allows()
    {
        var root = Oracle.RepositoryRoot;
        var longest = int.Parse(
            Regex.Match(File.ReadAllText(Path.Combine(root, ".editorconfig")), @"max_line_length = (\d+)").Groups[1].Value,
            System.Globalization.CultureInfo.InvariantCulture);
        var separator = Path.DirectorySeparatorChar;
        var files = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => new[] { "obj", "bin", "generated" }.All(folder => !file.Contains(separator + folder + separator, StringComparison.Ordinal)))
            .ToList();

        // A row of a Markdown table cannot be broken.
        var tooLong = from file in files
                      from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
                      where line.Text.Length > longest && line.Text.TrimStart() is not ['|', ..]
                      select $"{Path.GetRelativePath(root, file)}:{line.Number}";
        Assert.Empty(tooLong);
        Assert.True(files.Count > 100, "The sources are not found.");
    }
}
