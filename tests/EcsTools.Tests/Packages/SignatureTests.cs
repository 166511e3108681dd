using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Packages;

public class SignatureTests
{
    public static TheoryData<string> Packages => [.. StandIn.All.Select(s => s.Package)];

    [SkippableTheory]
    [MemberData(nameof(Packages))]
    public async Task Every_request_carries_the_signature_botocore_computes_for_it(string package)
    {
        var standIn = StandIn.Of(package);
        var wire = Loopback.Empty(standIn.IsXml);
        using var client = standIn.NewClient(standIn.NewConfig(wire));
        var samples = new Samples(standIn);
        foreach (var operation in standIn.Operations)
        {
            var request = Activator.CreateInstance(standIn.ModelType(operation + "Request"))!;
            if (standIn.InputOf(operation) is { } shape)
            {
                new ModelTree(standIn).Fill(request, shape, samples.Full(shape));
            }

            await standIn.CallAsync(client, operation, request);
        }

        var signed = wire.Sent.Select(s => (Sent: s, Parts: Regex.Match(s.Headers["Authorization"],
            "^AWS4-HMAC-SHA256 Credential=[^/]+/[0-9]+/([^/]+)/([^/]+)/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$"))).ToList();
        Assert.All(signed, s => Assert.True(s.Parts.Success, s.Sent.Headers["Authorization"]));
        var answers = await Oracle.AskAsync(signed.Select(s => Question(s.Sent, s.Parts)));
        Assert.Equal(answers.Select(a => a.ToJsonString()), signed.Select(s => new JsonObject { ["signature"] = s.Parts.Groups[4].Value }.ToJsonString()));
    }

    private static JsonObject Question(SentRequest sent, Match parts) => new()
    {
        ["ask"] = "signature",
        ["method"] = sent.Method.Method,
        ["url"] = sent.Uri.AbsoluteUri,
        ["headers"] = new JsonObject(sent.Headers.Select(h => KeyValuePair.Create(h.Key, (JsonNode?)h.Value))),
        ["signedHeaders"] = new JsonArray([.. parts.Groups[3].Value.Split(';').Select(h => (JsonNode)h)]),
        ["body"] = sent.Body,
        ["timestamp"] = sent.Headers["X-Amz-Date"],
        ["accessKey"] = "AKIDEXAMPLE",
        ["secretKey"] = "secret",
        ["region"] = parts.Groups[1].Value,
        ["signingName"] = parts.Groups[2].Value,
    };
}
