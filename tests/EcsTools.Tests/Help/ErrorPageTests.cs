using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using EcsTools.Aws;
using EcsTools.Tests.Packages;
using Xunit;

namespace EcsTools.Tests.Help;

/// <summary>docs/errors.md against the errors of the code.</summary>
public sealed class ErrorPageTests
{
    private static readonly string Written = Path.Combine(Oracle.RepositoryRoot, "docs", "errors.md");
    private static readonly string Built = Path.Combine(Oracle.RepositoryRoot, "out", "docs", "errors.md");
    private static readonly string Module = Path.Combine(Oracle.RepositoryRoot, "out", "EcsTools", "bin", "net8.0", "EcsTools.dll");

    private static IReadOnlyList<ErrorCode> Codes { get; } =
        [.. typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (ErrorCode)field.GetValue(null)!)];

    [SkippableFact]
    public void The_page_is_the_one_that_the_build_writes()
    {
        Skip.IfNot(File.Exists(Built), "the module is not built: ./build.sh build");
        Assert.True(Text(Built) == Text(Written), "./build.sh docs would change docs/errors.md.");
    }

    [Fact]
    public void Every_error_has_a_row_that_says_when_it_happens()
    {
        var rows = Regex.Matches(Text(Written), @"^\| `(?<id>\w+)` \| (?<category>\w+) \| (?<when>[^|]{10,}) \| (?<remedy>[^|]{5,}) \|$", RegexOptions.Multiline)
            .Select(row => row.Groups["id"].Value).ToList();
        Assert.Equal(Codes.Select(code => code.Id).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Invalid<Parameter>")]
    [InlineData("<code of AWS>")]
    [InlineData("<type of the exception>")]
    public void A_family_of_formed_ids_has_a_row(string form) => Assert.Contains($"| `{form}` | ", Text(Written), StringComparison.Ordinal);

    [SkippableFact]
    public void Every_error_is_thrown_somewhere()
    {
        var thrown = Assemblies().SelectMany(assembly => assembly.FieldsRead(nameof(ErrorCodes), except: nameof(EcsToolsException.Is))).ToHashSet();
        Assert.Empty(Codes.Select(code => code.Id).Where(id => !thrown.Contains(id)));
    }

    // With the two tests of the page this is every id: what makes an id is one of the codes, or one of the families.
    [SkippableFact]
    public void No_error_id_comes_from_anywhere_but_the_codes_and_the_families()
        => Assert.Equal(
            [nameof(ErrorCode), nameof(ErrorCodes)],
            Assemblies().SelectMany(assembly => assembly.CreatorsOf(nameof(ErrorCode))).Distinct().Order(StringComparer.Ordinal));

    [SkippableFact]
    public void No_error_record_is_made_outside_of_the_catalogue()
        => Assert.Equal(["ErrorCatalogue"], Assemblies().SelectMany(assembly => assembly.CreatorsOf("ErrorRecord")).Distinct());

    private static List<AssemblyCode> Assemblies()
    {
        Skip.IfNot(File.Exists(Module), "the module is not built: ./build.sh build");
        return [new(typeof(ErrorCodes).Assembly.Location), new(typeof(AwsRegions).Assembly.Location), new(Module)];
    }

    private static string Text(string path) => File.Exists(path) ? File.ReadAllText(path).Replace("\r", "", StringComparison.Ordinal) : "";
}
