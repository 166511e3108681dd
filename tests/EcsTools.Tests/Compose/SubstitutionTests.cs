using System.Linq;
using Xunit;

namespace EcsTools.Tests.Compose;

/// <summary>Variables in a compose file.</summary>
public class SubstitutionTests
{
    [Theory]
    [InlineData("$SET", "value")]
    [InlineData("${SET}", "value")]
    [InlineData("a${SET}b$SET", "avaluebvalue")]
    [InlineData("$SET-x", "value-x")]
    [InlineData("${SET:-other}", "value")]
    [InlineData("${SET-other}", "value")]
    [InlineData("${UNSET:-other}", "other")]
    [InlineData("${UNSET-other}", "other")]
    [InlineData("${EMPTY:-other}", "other")]
    [InlineData("${EMPTY-other}", "")]
    [InlineData("${UNSET:-}", "")]
    [InlineData("${SET:+used}", "used")]
    [InlineData("${SET+used}", "used")]
    [InlineData("${EMPTY:+used}", "")]
    [InlineData("${EMPTY+used}", "used")]
    [InlineData("${UNSET+used}", "")]
    [InlineData("${SET:?is needed}", "value")]
    [InlineData("${EMPTY?is needed}", "")]
    [InlineData("${UNSET:-${SET}}", "value")]
    [InlineData("${UNSET:-a${EMPTY:-b${SET}c}d}", "abvaluecd")]
    [InlineData("${SET:-${UNSET:?never read}}", "value")]
    [InlineData("${UNSET:-{\"a\":1}}", "{\"a\":1}")]
    [InlineData("$$SET", "$SET")]
    [InlineData("$${SET}", "${SET}")]
    [InlineData("$$$SET", "$value")]
    [InlineData("${UNSET:-$$}", "$")]
    [InlineData("http://${HOST:-localhost}:${PORT:-80}/", "http://localhost:80/")]
    [InlineData("${_a1}", "underscore")]
    [InlineData("${env:SET}", "value")]
    [InlineData("${env:UNSET:-text}", "text")]
    [InlineData("${env:-text}", "text")]
    public void Fills_in(string text, string expected)
    {
        using var folder = new ComposeFolder($"services: {{ web: {{ image: web, environment: {{ A: '{text}' }} }} }}");
        (folder.Variables["SET"], folder.Variables["EMPTY"], folder.Variables["_a1"]) = ("value", "", "underscore");
        Assert.Equal(expected, folder.Read().Services[0].Container.Environment!["A"]);
    }

    [Theory]
    [InlineData("${UNSET:?give a value}", "ComposeVariableMissing", "give a value")]
    [InlineData("${EMPTY:?}", "ComposeVariableMissing", "EMPTY")]
    [InlineData("${UNSET?give}", "ComposeVariableMissing", "give")]
    [InlineData("${UNSET:-${EMPTY:?inner}}", "ComposeVariableMissing", "inner")]
    [InlineData("${env:UNSET}", "ComposeVariableMissing", "${env:UNSET}")]
    [InlineData("${", "InvalidComposeFile", "'${'")]
    [InlineData("${}", "InvalidComposeFile", "'${}'")]
    [InlineData("${SET", "InvalidComposeFile", "'${SET'")]
    [InlineData("${SET:-a", "InvalidComposeFile", "'${SET:-a'")]
    [InlineData("${SET!}", "InvalidComposeFile", "'${SET!}'")]
    [InlineData("${SET:}", "InvalidComposeFile", "'${SET:}'")]
    [InlineData("cost: 5$", "InvalidComposeFile", "'$'")]
    [InlineData("$1", "InvalidComposeFile", "'$1'")]
    [InlineData("${1A}", "InvalidComposeFile", "'${1A}'")]
    [InlineData("${secret:db:password} and more", "InvalidComposeFile", "text follows")]
    public void Refuses(string text, string id, string says)
    {
        using var folder = new ComposeFolder($"services:\n  web:\n    image: web\n    environment:\n      A: '{text}'");
        (folder.Variables["SET"], folder.Variables["EMPTY"]) = ("value", "");
        var error = folder.Refused();
        Assert.Equal(id, error.ErrorId);
        Assert.StartsWith("compose.yaml:5:10: ", error.Message, System.StringComparison.Ordinal);
        Assert.Contains(says, error.Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_inside_each_other_have_a_limit()
    {
        var deep = string.Concat(Enumerable.Repeat("${A:-", 40)) + new string('}', 40);
        Assert.Contains("inside each other", ComposeFolder.RefusedWeb($"working_dir: \"{deep}\"").Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_is_used_often_does_not_fill_the_memory()
    {
        using var folder = new ComposeFolder($"services: {{ web: {{ image: web, command: [\"{string.Concat(Enumerable.Repeat("$A", 4000))}\"] }} }}");
        folder.Variables["A"] = new string('x', 10_000);
        Assert.Contains("more than", folder.Refused().Message, System.StringComparison.Ordinal);
    }

    [Fact]
    public void An_unset_variable_is_a_warning_once()
    {
        var app = ComposeFolder.Web("environment: { A: $NONE, B: $NONE }");
        Assert.Equal("compose.yaml:4:23: the variable NONE is not set, so it is empty. Set $env:NONE, write it into the file .env, or give a default: ${NONE:-default}.", Assert.Single(app.Warnings));
    }

    [Fact]
    public void The_process_counts_more_than_the_env_file()
    {
        using var folder = new ComposeFolder("services: { web: { image: '$IMAGE:$TAG' } }");
        folder.Write(".env", "IMAGE=fromfile\nTAG=1\n");
        folder.Variables["TAG"] = "2";
        Assert.Equal("fromfile:2", folder.Read().Services[0].Container.ImageUri);
    }
}
