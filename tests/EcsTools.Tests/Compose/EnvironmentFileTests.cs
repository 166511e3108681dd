using System.Linq;
using EcsTools.Compose.Variables;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>Files with variables.</summary>
public class EnvironmentFileTests
{
    [Theory]
    [InlineData("A=b", "A=b")]
    [InlineData("A=b # comment", "A=b")]
    [InlineData("A=b#c", "A=b#c")]
    [InlineData("# comment\n\nA=b\r\nC=d", "A=b|C=d")]
    [InlineData("export A=b", "A=b")]
    [InlineData("A = b ", "A=b")]
    [InlineData("A: b", "A=b")]
    [InlineData("A=", "A=")]
    [InlineData("A='b # c'", "A=b # c")]
    [InlineData("A='$B'", "A=$B")]
    [InlineData("A=\"b\\nc\"", "A=b\nc")]
    [InlineData("A=\"b\\tc\\\"d\\\\\"", "A=b\tc\"d\\")]
    [InlineData("A=\"\\$B\"", "A=$B")]
    [InlineData("A=\"b\nc\"\nD=e", "A=b\nc|D=e")]
    [InlineData("A='b\nc' # comment", "A=b\nc")]
    [InlineData("A=b\nC=${A}d$A", "A=b|C=bdb")]
    [InlineData("A=$OUTER", "A=outer")]
    [InlineData("OUTER=file\nA=$OUTER", "OUTER=file|A=outer")]
    [InlineData("A=${NONE:-default}", "A=default")]
    [InlineData("A=a=b=c", "A=a=b=c")]
    [InlineData("A='it\\'s'", "A=it's")]
    [InlineData("a.b-c=d", "a.b-c=d")]
    public void Reads(string text, string expected)
        => Assert.Equal(
            expected,
            string.Join("|", EnvironmentFile.Read(text, ".env", name => name == "OUTER" ? "outer" : null).Select(one => $"{one.Name}={one.Value}")));

    [Theory]
    [InlineData("A='b", ".env:1:1: the value has no closing '.")]
    [InlineData("X=1\nA=\"b\nc", ".env:2:1: the value has no closing \".")]
    [InlineData("A='b' c", ".env:1:1: text follows the closing '.")]
    [InlineData("A B=c", ".env:1:1: 'A B' is not the name of a variable.")]
    [InlineData("=c", ".env:1:1: '' is not the name of a variable.")]
    [InlineData("X='1\n2'\n=c", ".env:3:1: '' is not the name of a variable.")]
    [InlineData("A=${secret:db}", ".env:1:1: ${secret:db} is not possible here.")]
    public void Refuses(string text, string message)
        => Assert.Equal(message, Assert.Throws<EcsToolsException>(() => EnvironmentFile.Read(text, ".env", _ => null)).Message);

    [Fact]
    public void A_name_alone_has_no_value()
        => Assert.Null(Assert.Single(EnvironmentFile.Read("A\n", ".env", _ => null)).Value);

    [Fact]
    public void Raw_values_are_taken_as_they_are()
        => Assert.Equal(
            ["A= '$B' # c", "D="],
            EnvironmentFile.ReadRaw("# x\nA= '$B' # c\n\nD=\n", ".env").Select(one => $"{one.Name}={one.Value}"));

    [Fact]
    public void Values_cannot_grow_without_end()
    {
        var text = "A0=xxxxxxxxxx\n" + string.Concat(Enumerable.Range(1, 30).Select(i => $"A{i}=$A{i - 1}$A{i - 1}$A{i - 1}\n"));
        Assert.Contains("more than", Assert.Throws<EcsToolsException>(() => EnvironmentFile.Read(text, ".env", _ => null)).Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_counts_more_than_files_and_later_files_more_than_earlier_ones()
    {
        using var folder = new ComposeFolder("services: { web: { image: web, env_file: [a.env, b.env, { path: none.env, required: false }], environment: { C: here, D: } } }");
        folder.Write("a.env", "A=1\nB=1\nC=1\n");
        folder.Write("b.env", "B=2\nE\n");
        (folder.Variables["D"], folder.Variables["E"]) = ("process", "too");
        var environment = folder.Read().Services[0].Container.Environment!;
        Assert.Equal("A=1 B=2 C=here D=process E=too", string.Join(" ", environment.OrderBy(one => one.Key).Select(one => $"{one.Key}={one.Value}")));
    }

    [Fact]
    public void A_file_that_is_required_must_exist()
    {
        var error = ComposeFolder.RefusedWeb("env_file: none.env");
        Assert.Equal("PathNotFound", error.ErrorId);
        Assert.StartsWith("compose.yaml:4:15: ", error.Message, System.StringComparison.Ordinal);
    }
}
