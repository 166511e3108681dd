using System;
using System.Linq;
using System.Text;
using EcsTools.Compose.Yaml;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>YAML that EcsTools did not write.</summary>
public class YamlReaderTests
{
    [Theory]
    [InlineData("yes", YamlScalarType.Text, "yes")]
    [InlineData("off", YamlScalarType.Text, "off")]
    [InlineData("true", YamlScalarType.Boolean, "true")]
    [InlineData("TRUE", YamlScalarType.Boolean, "true")]
    [InlineData("'true'", YamlScalarType.Text, "true")]
    [InlineData("~", YamlScalarType.Null, "")]
    [InlineData("12", YamlScalarType.Integer, "12")]
    [InlineData("-12", YamlScalarType.Integer, "-12")]
    [InlineData("0755", YamlScalarType.Integer, "493")]
    [InlineData("0o17", YamlScalarType.Integer, "15")]
    [InlineData("0x1F", YamlScalarType.Integer, "31")]
    [InlineData("0b101", YamlScalarType.Integer, "5")]
    [InlineData("1_000", YamlScalarType.Integer, "1000")]
    [InlineData("0789", YamlScalarType.Number, "789")]
    [InlineData("1.10", YamlScalarType.Number, "1.1")]
    [InlineData("3.0", YamlScalarType.Number, "3")]
    [InlineData("\"1.10\"", YamlScalarType.Text, "1.10")]
    [InlineData("1e3", YamlScalarType.Number, "1000")]
    [InlineData("22:22", YamlScalarType.Text, "22:22")]
    [InlineData("1.2.3", YamlScalarType.Text, "1.2.3")]
    [InlineData("!!str 12", YamlScalarType.Text, "12")]
    [InlineData("2020-01-01", YamlScalarType.Text, "2020-01-01")]
    internal void Scalars_have_the_types_that_Compose_gives_them(string text, YamlScalarType type, string written)
    {
        var scalar = (YamlScalar)((YamlMap)YamlReader.Read("a: " + text, "f")[0])["a"]!;
        Assert.Equal((type, written), (scalar.Type, scalar.Written));
    }

    [Theory]
    [InlineData("a: 1\nb: 2\na: 3\n", "f:3:1: the key 'a' is already in line 1.")]
    [InlineData("a:\n  b: 1\n\tc: 2\n", "f:3:1: the line begins with a tab")]
    [InlineData("a:\n\t- b\n", "f:2:1: the line begins with a tab")]
    [InlineData("a: *none\n", "f:1:4: no complete value above has the anchor '&none'.")]
    [InlineData("a: &a [ *a ]\n", "f:1:9: no complete value above has the anchor '&a'.")]
    [InlineData("a: [1,\n", "f:2:1: this is not valid YAML")]
    [InlineData("a: b: c\n", "f:1:5: this is not valid YAML")]
    [InlineData("{ [a]: 1 }\n", "f:1:3: a key is not a text.")]
    [InlineData("a: { <<: 1 }\n", "f:1:10: the merge key << has a number.")]
    [InlineData("a: !!binary x\nb: !vault y\n", "f:2:4: the tag '!vault' has no meaning")]
    [InlineData("a: [\n`", "f:1:4: this is not valid YAML after this place.")]
    [InlineData("a: !!:a[&[b", "f:1:")]
    [InlineData("a: @b\n", "f:1:4: this is not valid YAML")]
    public void Names_the_place_of_a_mistake(string text, string message)
    {
        var error = Assert.Throws<EcsToolsException>(() => YamlReader.Read(text, "f"));
        Assert.Equal("InvalidComposeFile", error.ErrorId);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.Remedy));
    }

    [Fact]
    public void Merge_keys_fill_what_the_mapping_lacks()
    {
        var read = YamlReader.Read("x: &x { a: 1, b: 1 }\ny: &y { b: 2, c: 2 }\nz: { <<: [*x, *y], c: 3 }\n", "f");
        Assert.Equal(["a=1", "b=1", "c=3"], ComposeFolder.Lines(((YamlMap)read[0])["z"]!));
    }

    [Fact]
    public void Aliases_of_aliases_cannot_make_a_small_file_large()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
        {
            bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Assert.Contains("more than 100000 values", Assert.Throws<EcsToolsException>(() => YamlReader.Read(bomb.ToString(), "f")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_aliases_of_one_mapping_are_counted()
    {
        var text = "x: &x { " + string.Join(", ", Enumerable.Range(0, 1000).Select(i => $"k{i}: v")) + " }\nl:\n" + string.Concat(Enumerable.Repeat("- { <<: *x }\n", 200));
        Assert.Contains("more than 100000 values", Assert.Throws<EcsToolsException>(() => YamlReader.Read(text, "f")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void Depth_has_a_limit(string open, string close)
    {
        var deep = "a: " + string.Concat(Enumerable.Repeat(open, 5000)) + "1" + string.Concat(Enumerable.Repeat(close, 5000));
        Assert.Contains("nested more than 64", Assert.Throws<EcsToolsException>(() => YamlReader.Read(deep, "f")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_has_a_limit_and_is_UTF8()
    {
        using var folder = new ComposeFolder("services: { web: { image: web } } # " + new string('x', 1 << 20));
        Assert.Contains("is the most", folder.Refused().Message, StringComparison.Ordinal);
        System.IO.File.WriteAllBytes(System.IO.Path.Combine(folder.Path, "compose.yaml"), [.. "a: "u8, 0xff, 0xfe, 0x41]);
        Assert.Contains("UTF-8", folder.Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "has no services")]
    [InlineData("# only a comment\n", "has no services")]
    [InlineData("- a\n", "is a list")]
    [InlineData("services: {}\n", "has no services")]
    [InlineData("name: a\n", "has no services")]
    [InlineData("services: [web]\n", "services must be a mapping, and it is a list")]
    [InlineData("services: { web: nginx }\n", "services.web must be a mapping, and it is a text")]
    public void A_file_without_services_is_refused(string text, string says)
        => Assert.Contains(says, ComposeFolder.Refused(text).Message, StringComparison.Ordinal);
}
