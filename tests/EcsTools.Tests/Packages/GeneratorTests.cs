using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using AwsSdk.Generator;
using AwsSdk.Generator.Emit;
using AwsSdk.Generator.Trim;
using Xunit;

namespace EcsTools.Tests.Packages;

public class GeneratorTests
{
    private const string Model = """
        {
          "version": "2.0",
          "documentation": "prose",
          "metadata": { "protocol": "json", "serviceId": "Demo", "apiVersion": "1", "endpointPrefix": "demo", "targetPrefix": "Demo", "jsonVersion": "1.1" },
          "operations": {
            "Keep": { "name": "Keep", "documentation": "prose", "http": { "method": "POST", "requestUri": "/" },
              "input": { "shape": "KeepRequest", "documentation": "prose" }, "output": { "shape": "KeepResult" }, "errors": [ { "shape": "KeepFault" } ] },
            "Drop": { "name": "Drop", "http": { "method": "POST", "requestUri": "/" }, "input": { "shape": "DropRequest" } }
          },
          "shapes": {
            "KeepRequest": { "type": "structure", "required": [ "documentation" ], "documentation": "prose",
              "members": { "documentation": { "shape": "Text", "documentation": "prose" }, "within": { "shape": "Node" } } },
            "KeepResult": { "type": "structure", "members": { "mood": { "shape": "Mood" } } },
            "KeepFault": { "type": "structure", "exception": true, "error": { "code": "Kept", "httpStatusCode": 409 }, "members": {} },
            "DropRequest": { "type": "structure", "members": { "x": { "shape": "Alone" } } },
            "Node": { "type": "structure", "members": { "children": { "shape": "Nodes" } } },
            "Nodes": { "type": "list", "member": { "shape": "Node" }, "max": 3 },
            "Mood": { "type": "string", "enum": [ "so-so", "very.good/indeed" ] },
            "Text": { "type": "string", "min": 1, "pattern": "[a-z]+" },
            "Alone": { "type": "string" }
          }
        }
        """;

    private const string Rules = """{"version":"1.0","parameters":{},"rules":[{"conditions":[],"endpoint":{"url":"https://demo.{Region}.test"},"type":"endpoint"}]}""";

    [Fact]
    public void Trimming_keeps_what_the_operations_reach_and_not_a_word_of_prose()
    {
        using var directory = new TemporaryDirectory();
        var trimmed = Trim(directory.Path, Model, "Keep");
        Assert.Equal(["Keep"], trimmed["operations"]!.AsObject().Select(o => o.Key));
        Assert.Equal(["KeepFault", "KeepRequest", "KeepResult", "Mood", "Node", "Nodes", "Text"], trimmed["shapes"]!.AsObject().Select(s => s.Key));
        Assert.DoesNotContain("prose", trimmed.ToJsonString(), StringComparison.Ordinal);
        // A member may have the name of what is taken out.
        Assert.NotNull(trimmed["shapes"]!["KeepRequest"]!["members"]!["documentation"]);
        Assert.Equal(409, trimmed["shapes"]!["KeepFault"]!["error"]!["httpStatusCode"]!.GetValue<int>());
        Assert.Equal("[a-z]+", trimmed["shapes"]!["Text"]!["pattern"]!.GetValue<string>());
    }

    [Fact]
    public void Trimming_again_without_a_list_keeps_the_operations_that_are_there()
    {
        using var directory = new TemporaryDirectory();
        var first = Trim(directory.Path, Model, "Keep");
        Assert.True(JsonNode.DeepEquals(first, Trim(directory.Path, Model)));
    }

    [Fact]
    public void An_operation_the_model_has_not_is_named()
    {
        using var directory = new TemporaryDirectory();
        var exception = Assert.Throws<UsageException>(() => Trim(directory.Path, Model, "Keep", "Keeep"));
        Assert.Contains("Keeep", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constants_exceptions_and_clients_are_named_as_the_published_packages_name_them()
    {
        var code = Emit(Model);
        Assert.Contains("public static readonly Mood SoSo = new Mood(\"so-so\");", code, StringComparison.Ordinal);
        Assert.Contains("public static readonly Mood VeryGoodIndeed = new Mood(\"very.good/indeed\");", code, StringComparison.Ordinal);
        Assert.Contains("public partial class KeepException : AmazonDemoException", code, StringComparison.Ordinal);
        Assert.Contains("case \"Kept\": return new Model.KeepException(", code, StringComparison.Ordinal);
        Assert.Contains("public partial class AmazonDemoClient : AmazonServiceClient, IAmazonDemo", code, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"protocol\": \"json\"", "\"protocol\": \"smoke-signal\"", "smoke-signal")]
    [InlineData("\"type\": \"string\", \"min\"", "\"type\": \"hologram\", \"min\"", "hologram")]
    [InlineData("\"mood\": { \"shape\": \"Mood\" }", "\"mood\": { \"shape\": \"Mood\", \"location\": \"trailer\" }", "trailer")]
    [InlineData("\"within\": { \"shape\": \"Node\" }", "\"keepRequest\": { \"shape\": \"Text\" }", "names.json")]
    public void What_cannot_be_turned_into_code_is_refused_by_name(string part, string replacement, string named)
    {
        Assert.Contains(part, Model, StringComparison.Ordinal);
        var exception = Assert.Throws<ModelException>(() => Emit(Model.Replace(part, replacement, StringComparison.Ordinal)));
        Assert.Contains(named, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_source_whose_text_stays_the_same_is_not_written_again()
    {
        using var directory = new TemporaryDirectory();
        Trim(directory.Path, Model, "Keep");
        var service = Path.Combine(directory.Path, "service.json");
        Emitter.Run(service, directory.Path);
        var source = Path.Combine(directory.Path, "Model.g.cs");
        File.SetLastWriteTimeUtc(source, DateTime.UnixEpoch);
        Emitter.Run(service, directory.Path);
        Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(source));
    }

    [Fact]
    public void No_committed_model_carries_prose()
    {
        foreach (var standIn in StandIn.All)
        {
            Assert.DoesNotContain("documentation", Keys(standIn.Model));
            Assert.DoesNotContain("<p>", standIn.Model.ToJsonString(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Keys(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(e => Keys(e.Value).Prepend(e.Key)),
        JsonArray list => list.SelectMany(Keys),
        _ => [],
    };

    private static JsonObject Trim(string directory, string model, params string[] operations)
    {
        File.WriteAllText(Path.Combine(directory, "model.json"), model);
        File.WriteAllText(Path.Combine(directory, "rules.json"), Rules);
        File.WriteAllText(Path.Combine(directory, "names.json"), """{"namespace":"Amazon.Demo","client":"Demo"}""");
        var service = Path.Combine(directory, "service.json");
        Trimmer.Run(Path.Combine(directory, "model.json"), service, operations, Path.Combine(directory, "rules.json"));
        return JsonNode.Parse(File.ReadAllText(service))!.AsObject();
    }

    private static string Emit(string model)
    {
        using var directory = new TemporaryDirectory();
        Trim(directory.Path, model, "Keep");
        Emitter.Run(Path.Combine(directory.Path, "service.json"), directory.Path);
        return string.Join('\n', Directory.GetFiles(directory.Path, "*.g.cs").Select(File.ReadAllText));
    }
}
