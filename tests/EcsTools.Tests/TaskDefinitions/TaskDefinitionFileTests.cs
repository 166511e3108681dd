using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.TaskDefinitions;

/// <summary>What is wrong with a task definition file is told with the file, the line and the column.</summary>
public class TaskDefinitionFileTests
{
    private const string Image = "\"containerDefinitions\": [{ \"name\": \"web\", \"image\": \"web:1\" }]";

    [Theory]
    [InlineData("{\n  \"family\": \"web\",\n  \"containerDefinitions\": [{ \"name\": \"web\", \"image\": \"web:1\", \"memroy\": 5 }]\n}", "line 3, column 63: 'containerDefinitions[0].memroy' is not a member")]
    [InlineData("{\n  \"family\": \"web\",\n  \"containerDefinitions\": [{ \"name\": \"web\", \"portMappings\": [{ \"containerPort\": \"http\" }] }]\n}", "line 3, column 64: 'containerDefinitions[0].portMappings[0].containerPort' must be a whole number")]
    [InlineData("{ \"family\": \"web\", \"networkMode\": \"bridge\", " + Image + " }", "line 1, column 20: 'networkMode' is 'bridge'")]
    [InlineData("{ \"family\": \"web\",\n\"requiresCompatibilities\": [\"EC2\"], " + Image + " }", "line 2, column 1: 'requiresCompatibilities'")]
    [InlineData("{ \"taskDefinition\": { \"family\": \"web\",\n \"networkMode\": \"host\", " + Image + " } }", "line 2, column 2: 'networkMode' is 'host'")]
    [InlineData("{ \"family\": \"\u00fc\u00fc\", \"ipcMode\": \"task\", \"pidmode\": \"x\" }", "line 1, column 38: 'pidmode' is not a member")]
    [InlineData("{ \"family\": \"web\",\n \"containerDefinitions\": [ { \"name\": \"web\" } ] }", "line 2, column 28: Container 'web' has no image")]
    [InlineData("{ \"family\": \"web\",\n  \"cpu\": 256,, }", "is not valid JSON at line 2, column 14: ',' is not expected here")]
    [InlineData("{ \"family\": \"web\"", "it ends early, at line 1, column 18")]
    [InlineData("", "is empty")]
    [InlineData("{\n \"family\": \"a b\", " + Image + " }", "line 2, column 2: 'a b' cannot be")]
    [InlineData("{ \"family\": \"web\",\n\"cpu\": \"much\", " + Image + " }", "line 2, column 1: 'much' is not a CPU size")]
    [InlineData("{ \"family\": \"web\", \"cpu\": \"256\",\n  \"memory\": \"4096\", " + Image + " }", "line 2, column 3: ")]
    [InlineData("{ \"family\": \"web\", \"runtimePlatform\": {\n\"cpuArchitecture\": \"mips\" }, " + Image + " }", "line 2, column 1: -Architecture mips")]
    [InlineData("{ \"family\": \"web\", \"volumes\": { }, " + Image + " }", "'volumes' must be a list")]
    [InlineData("{ \"family\": \"web\", \"tags\": [null], " + Image + " }", "'tags[0]' must not be null")]
    public void A_wrong_member_is_told_with_its_place(string text, string said)
    {
        var error = Assert.Throws<EcsToolsException>(() => Build(text));

        Assert.Contains("'/definitions/web.json'", error.Message);
        Assert.Contains(said, error.Message);
        Assert.DoesNotContain("LineNumber", error.Message);
        Assert.False(string.IsNullOrEmpty(error.Remedy));
    }

    [Theory]
    [InlineData("family: web\ncontainerDefinitions:\n  - name: web\n", "is YAML", "yq")]
    [InlineData("# a comment\n---\nfamily: web\n", "is YAML", "yq")]
    [InlineData("{ \"family\": {{ .Values.name }} }", "template of Go or Helm", "Render")]
    [InlineData("{{- if .x }}{ }{{ end }}", "template of Go or Helm", "Render")]
    [InlineData("{ \"Family\": \"web\", \"ContainerDefinitions\": [] }", "as CloudFormation writes it", "small letter")]
    [InlineData("{ \"AWSTemplateFormatVersion\": \"2010-09-09\", \"Resources\": {} }", "template of CloudFormation", "Export-FargateTask")]
    [InlineData("[{ \"name\": \"web\", \"image\": \"web:1\" }]", "only a list of containers", "containerDefinitions")]
    [InlineData("[]", "not a JSON object", "register-task-definition")]
    public void The_format_of_another_tool_is_recognised(string text, string said, string remedy)
    {
        var error = Assert.Throws<EcsToolsException>(() => Build(text));

        Assert.Equal(("InvalidTaskDefinitionFile", "Path"), (error.ErrorId, error.Parameter));
        Assert.Contains(said, error.Message);
        Assert.Contains(remedy, error.Remedy);
    }

    [Theory]
    [InlineData("\"taskRoleArn\": \"arn:aws:iam::<ACCOUNT_ID>:role/web\"", "taskRoleArn", "<ACCOUNT_ID>")]
    [InlineData("\"family\": \"<family>\"", "family", "<family>")]
    [InlineData("\"tags\": [{ \"key\": \"team\", \"value\": \"<YOUR TEAM>\" }]", "tags[0].value", "<YOUR TEAM>")]
    [InlineData("\"volumes\": [{ \"name\": \"v\", \"efsVolumeConfiguration\": { \"fileSystemId\": \"<EFS>\" } }]", "volumes[0].efsVolumeConfiguration.fileSystemId", "<EFS>")]
    [InlineData("\"containerDefinitions\": [{ \"name\": \"web\", \"image\": \"w\", \"environment\": [{ \"name\": \"HOST\", \"value\": \"<DB_HOST>\" }] }]", "containerDefinitions[0].environment[0].value", "<DB_HOST>")]
    [InlineData("\"containerDefinitions\": [{ \"name\": \"web\", \"image\": \"w\", \"secrets\": [{ \"name\": \"A\", \"valueFrom\": \"arn:aws:ssm:<REGION>:1:x\" }] }]", "containerDefinitions[0].secrets[0].valueFrom", "<REGION>")]
    [InlineData("\"containerDefinitions\": [{ \"name\": \"web\", \"image\": \"w\", \"command\": [\"x\", \"{{ .Values.arg }}\"] }]", "containerDefinitions[0].command[1]", "{{ .Values.arg }}")]
    [InlineData("\"cpu\": \"{{ cpu }}\"", "cpu", "{{ cpu }}")]
    public void A_placeholder_in_any_member_is_refused(string members, string member, string placeholder)
    {
        var error = Assert.Throws<EcsToolsException>(() => Build("{" + members + "}"));

        Assert.Equal("PlaceholderWithoutValue", error.ErrorId);
        Assert.Contains($"'{member}' contains {placeholder}", error.Message);
        Assert.Contains("line 1, column", error.Message);
    }

    [Theory]
    [InlineData("111122223333.dkr.ecr.<REGION>.amazonaws.com/web:1", "<REGION>")]
    [InlineData("<IMAGE1_NAME>", "<IMAGE1_NAME>")]
    [InlineData("web:{{ tag }}", "{{ tag }}")]
    public void A_placeholder_in_an_image_may_be_replaced_by_a_parameter(string image, string placeholder)
    {
        var text = $$"""{ "family": "web", "containerDefinitions": [{ "name": "web", "image": "{{image}}" }] }""";

        var error = Assert.Throws<EcsToolsException>(() => Build(text));
        var given = TaskDefinitionDocument.Build(Request(text) with { ImageUri = "web:2" }, "eu-west-1");

        Assert.Contains($"only the placeholder {placeholder}.", error.Message);
        Assert.Contains("line 1, column", error.Message);
        Assert.Equal("web:2", (string?)given["containerDefinitions"]![0]!["image"]);
    }

    [Theory]
    [InlineData("command", "[\"sh\", \"-c\", \"sort <in >out\"]")]
    [InlineData("command", "[\"echo\", \"<html> {{ x }}\"]")]
    [InlineData("environment", "[{ \"name\": \"PAGE\", \"value\": \"<b>hello</b>\" }]")]
    [InlineData("dockerLabels", "{ \"rule\": \"Host(`<x>`)\" }")]
    [InlineData("logConfiguration", "{ \"logDriver\": \"splunk\", \"options\": { \"tag\": \"{{.Name}}/{{.FullID}}\" } }")]
    public void Text_that_only_looks_like_a_placeholder_stays(string member, string value)
        => Assert.NotNull(Build($"{{ \"family\": \"web\", \"containerDefinitions\": [{{ \"name\": \"web\", \"image\": \"web:1\", \"{member}\": {value} }}] }}"));

    [Fact]
    public void Of_a_member_that_is_there_twice_the_last_counts_with_a_warning()
    {
        var warnings = new List<string>();

        var document = TaskDefinitionDocument.Build(
            Request("{ \"family\": \"a\", \"cpu\": \"256\",\n \"family\": \"b\", " + Image.Replace("\"image\"", "\"image\": \"old:1\", \"image\"") + " }"), "eu-west-1", warn: warnings.Add);

        Assert.Equal("b", (string?)document["family"]);
        Assert.Equal("web:1", (string?)document["containerDefinitions"]![0]!["image"]);
        Assert.Equal(2, warnings.Count);
        Assert.Contains("'/definitions/web.json', line 2, column 2: 'family' is given twice", warnings[0]);
        Assert.Contains("'containerDefinitions[0].image' is given twice", warnings[1]);
    }

    [Fact]
    public void A_byte_order_mark_and_comments_are_read()
        => Assert.Equal("web", (string?)Build("\uFEFF{ // the family\n \"family\": \"web\", " + Image + ", }")["family"]);

    [Fact]
    public void A_file_that_is_too_large_is_refused_before_it_is_read()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("large.json", "{ \"family\": \"" + new string('a', 20 << 20) + "\" }");

        var error = Assert.Throws<EcsToolsException>(() => TaskDefinitionFile.ReadText(path));

        Assert.Contains(path, error.Message);
        Assert.Contains("at most 64 KiB", error.Message);
    }

    [Fact]
    public void Deep_nesting_is_refused()
        => Assert.Contains("is nested too deep at line 1, column", Assert.Throws<EcsToolsException>(() => Build("{ \"a\": " + new string('[', 5000) + new string(']', 5000) + " }")).Message);

    private static TaskDefinitionRequest Request(string text) => new() { Json = text, JsonPath = "/definitions/web.json", FillIn = true };

    private static JsonObject Build(string text) => TaskDefinitionDocument.Build(Request(text), "eu-west-1");
}
