using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Services.Ecs;
using EcsTools.Tests.Packages;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

/// <summary>The state in a data folder, as version 0.1 saved it: a cluster, a stopped task, and a service in the middle of a deployment.</summary>
public sealed class SavedStateTests
{
    private static readonly string Saved = File.ReadAllText(
        Path.Combine(Oracle.RepositoryRoot, "tests", "EcsTools.Tests", "Sandbox", "Ecs", "SavedState.json"));

    [Fact]
    public void Saving_what_was_loaded_gives_the_same_state()
    {
        var saved = WithoutNulls(JsonNode.Parse(Saved)!);
        foreach (var cluster in saved["clusters"]!.AsArray())
        {
            // It is counted when a cluster is described.
            cluster!.AsObject().Remove("activeServicesCount");
        }

        var again = WithoutNulls(JsonNode.Parse(Load().Save()!.ToJsonString())!);

        Assert.Equal(Sorted(saved).ToJsonString(), Sorted(again).ToJsonString());
    }

    [Fact]
    public async Task A_loaded_service_is_described_with_its_deployments()
    {
        var described = await CallAsync(Load(), "DescribeServices", new JsonObject { ["cluster"] = "c", ["services"] = new JsonArray("web") });

        var service = Assert.Single(described["services"]!.AsArray())!;
        Assert.Equal("BLUE_GREEN", (string?)service["deploymentConfiguration"]!["strategy"]);
        Assert.Equal("PRIMARY", (string?)service["deployments"]![0]!["status"]);
        Assert.NotNull(service["currentServiceDeployment"]);
    }

    private static EcsService Load()
    {
        var service = new EcsService(new SandboxCloud("us-east-1", null, new SandboxClock(), default), null!, TimeSpan.Zero);
        service.Load(JsonNode.Parse(Saved)!);
        return service;
    }

    private static Task<JsonObject> CallAsync(EcsService service, string operation, JsonObject input)
        => service.Operations[operation](new SandboxCall(operation, input, "", new SandboxPrincipal("", "", "", ""), CancellationToken.None));

    private static JsonNode WithoutNulls(JsonNode node)
    {
        if (node is JsonObject members)
        {
            foreach (var absent in members.Where(member => member.Value is null).Select(member => member.Key).ToList())
            {
                members.Remove(absent);
            }
        }

        foreach (var child in Children(node))
        {
            WithoutNulls(child);
        }

        return node;
    }

    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(
            members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => new System.Collections.Generic.KeyValuePair<string, JsonNode?>(
                member.Key, member.Value is null ? null : Sorted(member.Value)))),
        JsonArray items => new JsonArray(items.Select(item => item is null ? null : Sorted(item)).ToArray()),
        _ => node.DeepClone(),
    };

    private static JsonNode[] Children(JsonNode node) => node switch
    {
        JsonObject members => members.Select(member => member.Value).OfType<JsonNode>().ToArray(),
        JsonArray items => items.OfType<JsonNode>().ToArray(),
        _ => [],
    };
}
