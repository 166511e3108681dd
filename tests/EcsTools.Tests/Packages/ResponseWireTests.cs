using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Packages;

[TakesLong]
public class ResponseWireTests
{
    private const string RequestId = "7a62c49f-347e-4fc4-9331-6e8e00000000";

    public static TheoryData<string> Packages => [.. StandIn.All.Select(s => s.Package)];

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public Task A_full_response_reads_as_botocore_reads_it(string package) => Compare(package, (s, shape) => s.Full(shape), body => body);

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public Task A_response_with_little_in_it_reads_as_botocore_reads_it(string package) =>
        Compare(package, (s, shape) => s.WithEmptyCollections(shape), body => body);

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public Task Members_newer_than_the_model_are_passed_over(string package) =>
        Compare(package, (s, shape) => s.Full(shape), StandIn.Of(package).IsXml ? WithUnknownElements : WithUnknownMembers);

    private static async Task Compare(string package, Func<Samples, string?, JsonObject> choose, Func<string, string> alter)
    {
        var standIn = StandIn.Of(package);
        var samples = new Samples(standIn);
        var operations = standIn.Operations.ToList();
        var answers = await Oracle.AskAsync(operations.Select(o => new JsonObject
        {
            ["ask"] = "response",
            ["service"] = standIn.BotocoreName,
            ["operation"] = o,
            ["requestId"] = RequestId,
            ["result"] = choose(samples, standIn.OutputOf(o)),
        }));

        var differences = new List<string>();
        foreach (var (operation, answer) in operations.Zip(answers))
        {
            if (answer["unanswered"] is { } why)
            {
                differences.Add($"{operation}: moto or botocore could not say: {why}");
                continue;
            }

            var wire = Loopback.Replay(answer, alter);
            using var client = standIn.NewClient(standIn.NewConfig(wire));
            var response = await standIn.CallAsync(client, operation, RequestFor(standIn, operation));
            var read = standIn.OutputOf(operation) is { } shape ? new ModelTree(standIn).Read(response, shape) : [];
            var wanted = Published(standIn, standIn.OutputOf(operation), answer["parsed"]!);
            if (!JsonNode.DeepEquals(wanted, read) || response.ResponseMetadata.RequestId != RequestId || (int)response.HttpStatusCode != 200)
            {
                differences.Add($"{operation}: request id {response.ResponseMetadata.RequestId}\n  botocore {wanted?.ToJsonString()}\n  stand-in {read.ToJsonString()}\n  body {answer["body"]}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    /// <summary>A request that gets as far as being sent: what goes into the path must be there.</summary>
    internal static object RequestFor(StandIn standIn, string operation)
    {
        var request = Activator.CreateInstance(standIn.ModelType(operation + "Request"))!;
        return standIn.InputOf(operation) is { } shape
            ? new ModelTree(standIn).Fill(request, shape, new Samples(standIn).Minimal(shape))
            : request;
    }

    // What botocore read, without the members that the published package leaves out. It reads an empty list as none at all.
    private static JsonNode? Published(StandIn standIn, string? shapeName, JsonNode? tree)
    {
        if (shapeName is null || tree is null)
        {
            return tree?.DeepClone();
        }

        var shape = standIn.Shape(shapeName);
        return (shape["type"]!.GetValue<string>(), tree) switch
        {
            ("structure", JsonObject map) when shape["document"] is null => new JsonObject(map
                .Where(m => !standIn.IsExcluded(shapeName, m.Key) && !(standIn.IsPublished && m.Value is JsonArray { Count: 0 }))
                .Select(m => KeyValuePair.Create(m.Key, Published(standIn, shape["members"]![m.Key]!["shape"]!.GetValue<string>(), m.Value)))),
            ("list", JsonArray list) => new JsonArray([.. list.Select(v => Published(standIn, shape["member"]!["shape"]!.GetValue<string>(), v))]),
            _ => tree.DeepClone(),
        };
    }

    private static string WithUnknownMembers(string body) => Widen(JsonNode.Parse(body)!).ToJsonString();

    private static JsonNode Widen(JsonNode node)
    {
        if (node is JsonObject map && !map.Any(e => e.Key.StartsWith("key ", StringComparison.Ordinal)) && !map.ContainsKey("flag") && !map.ContainsKey("x")
            && map.All(e => !e.Key.Equals("INFORMATIONAL", StringComparison.Ordinal)))
        {
            var wider = new JsonObject(map.Select(e => KeyValuePair.Create(e.Key, e.Value is null ? null : Widen(e.Value))!));
            wider["aMemberOfTomorrow"] = new JsonObject { ["list"] = new JsonArray(1, "two", null), ["map"] = new JsonObject() };
            wider["nothing"] = null;
            return wider;
        }

        return node is JsonArray list ? new JsonArray([.. list.Select(v => v is null ? null : Widen(v))]) : node.DeepClone();
    }

    // Before the end of every structure: an element whose children are elements with a text of their own, lists aside.
    private static string WithUnknownElements(string body) => Regex.Replace(
        body, @"(</[A-Za-z0-9]+>)(</(item|member|[A-Za-z]+Result)>)", "$1<aMemberOfTomorrow><item>1</item></aMemberOfTomorrow>$2");
}
