using System;
using System.Text;
using Xunit;

namespace EcsTools.Tests.Images.Foundation;

/// <summary>What is wrong with a JSON document, and where: lines and columns count from 1.</summary>
public sealed class JsonTextTests
{
    [Theory]
    [InlineData("{\"a\": 1,\n \"b\": }", "line 2, column 7")]
    [InlineData("x", "line 1, column 1")]
    [InlineData("{\n\n\"é\": \"ü\", \"a\" 1}", "line 3, column 15")]
    [InlineData("{\"a\": 1,\n \"b\": {\"c\": 1},\n \"a\": 2}", "'a' twice in one object, the second time at line 3, column 2")]
    [InlineData("{\"a\": [\n1,\n2", "it ends early, at line 3, column 2")]
    public void A_problem_has_its_place(string text, string place)
    {
        var problem = Assert.Throws<MalformedContentException>(() => JsonText.ParseObject(Encoding.UTF8.GetBytes(text), "the file"));
        Assert.StartsWith("The file ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(place, problem.Message, StringComparison.Ordinal);
    }
}
