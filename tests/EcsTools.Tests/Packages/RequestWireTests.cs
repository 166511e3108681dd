using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Packages;

[TakesLong]
public class RequestWireTests
{
    public static TheoryData<string> Packages => [.. StandIn.All.Select(s => s.Package)];

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public Task A_request_with_every_member_set_is_what_botocore_sends(string package) => Compare(package, (s, shape) => s.Full(shape));

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public Task A_request_with_only_what_is_required_is_what_botocore_sends(string package) => Compare(package, (s, shape) => s.Minimal(shape));

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public Task An_empty_collection_is_sent_as_botocore_sends_it(string package)
    {
        Skip.If(StandIn.Of(package).IsPublished, "The published package sends an empty parameter instead. EcsTools never sends it an empty list.");
        return Compare(package, (s, shape) => s.WithEmptyCollections(shape));
    }

    private static async Task Compare(string package, Func<Samples, string?, JsonObject> choose)
    {
        var standIn = StandIn.Of(package);
        var samples = new Samples(standIn);
        var cases = standIn.Operations.Select(o => (Operation: o, Params: choose(samples, standIn.InputOf(o)))).ToList();
        var expected = await Oracle.AskAsync(cases.Select(c => new JsonObject
        {
            ["ask"] = "request",
            ["service"] = standIn.BotocoreName,
            ["operation"] = c.Operation,
            ["params"] = c.Params.DeepClone(),
        }));

        var wire = Loopback.Empty(standIn.IsXml);
        using var client = standIn.NewClient(standIn.NewConfig(wire));
        var differences = new List<string>();
        foreach (var ((operation, parameters), wanted) in cases.Zip(expected))
        {
            var request = Activator.CreateInstance(standIn.ModelType(operation + "Request"))!;
            if (standIn.InputOf(operation) is { } shape)
            {
                new ModelTree(standIn).Fill(request, shape, parameters);
            }

            await standIn.CallAsync(client, operation, request);
            differences.AddRange(Differences(standIn, operation, parameters, wanted, wire.Sent[^1]).Select(d => $"{operation}: {d}"));
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.Equal(cases.Count, wire.Sent.Count);
    }

    private static IEnumerable<string> Differences(StandIn standIn, string operation, JsonObject parameters, JsonObject wanted, SentRequest sent)
    {
        if (wanted["unanswered"] is { } why)
        {
            yield return $"botocore could not say: {why}";
            yield break;
        }

        var tokens = MadeUpTokens(standIn, operation, parameters).ToList();
        string?[] pairs =
        [
            Difference("method", Text(wanted["method"]), sent.Method.Method),
            Difference("path", Text(wanted["path"]), sent.Uri.AbsolutePath),
            Difference("target", Text(wanted["headers"]!["X-Amz-Target"]), sent.Headers.GetValueOrDefault("X-Amz-Target")),
            Difference("query", Flat(wanted["query"]!.AsObject(), []), Flat(Query(sent.Uri.Query.TrimStart('?')), tokens)),
            wanted["headers"]!["Content-Type"] is { } type && wanted["form"] is null
                ? Difference("content type", Text(type), sent.Headers.GetValueOrDefault("Content-Type"))
                : null,
            wanted["form"] is JsonObject form
                ? Difference("form", Flat(form, []), Flat(Query(sent.Body), tokens))
                : Difference("body", Canonical(Text(wanted["body"]), []), Canonical(sent.Body, tokens)),
        ];
        foreach (var difference in pairs.OfType<string>())
        {
            yield return difference;
        }
    }

    private static string? Difference(string what, string? wanted, string? sent) => wanted == sent ? null : $"{what}\n  botocore {wanted}\n  stand-in {sent}";

    // botocore makes tokens up elsewhere, so they are taken out here; PipelineTests holds that they are there.
    private static IEnumerable<string> MadeUpTokens(StandIn standIn, string operation, JsonObject parameters) =>
        standIn.InputOf(operation) is not { } input ? [] : standIn.Shape(input)["members"]!.AsObject()
            .Where(m => m.Value!["idempotencyToken"] is not null && !parameters.ContainsKey(m.Key))
            .Select(m => m.Value!["locationName"]?.GetValue<string>() ?? m.Key);

    private static string? Text(JsonNode? node) => node?.GetValue<string>();

    private static string Canonical(string? body, List<string> without)
    {
        if (string.IsNullOrEmpty(body))
        {
            return "(none)";
        }

        var tree = JsonNode.Parse(body)!;
        without.ForEach(name => tree.AsObject().Remove(name));
        return Ordered(tree).ToJsonString();
    }

    private static JsonNode Ordered(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => KeyValuePair.Create(e.Key, e.Value is null ? null : Ordered(e.Value))!)),
        JsonArray list => new JsonArray([.. list.Select(v => v is null ? null : Ordered(v))]),
        _ => node.GetValueKind() == System.Text.Json.JsonValueKind.Number ? JsonValue.Create(node.GetValue<decimal>()) : node.DeepClone(),
    };

    private static string Flat(JsonObject map, List<string> without) => string.Join('\n', map
        .Where(e => !without.Contains(e.Key))
        .SelectMany(e => e.Value is JsonArray list ? list.Select(v => $"{e.Key}={v}") : [$"{e.Key}={e.Value}"])
        .OrderBy(line => line, StringComparer.Ordinal));

    private static JsonObject Query(string encoded)
    {
        var map = new JsonObject();
        foreach (var pair in encoded.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var name = WebUtility.UrlDecode(parts[0]);
            var value = JsonValue.Create(WebUtility.UrlDecode(parts[1]));
            if (map[name] is JsonArray list)
            {
                list.Add(value);
            }
            else
            {
                map[name] = new JsonArray(value);
            }
        }

        return map;
    }
}
