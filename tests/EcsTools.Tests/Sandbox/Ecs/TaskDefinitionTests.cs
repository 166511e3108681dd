using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

public sealed class TaskDefinitionTests(EcsSandbox sandbox) : IClassFixture<EcsSandbox>
{
    [SkippableFact]
    public async Task A_registered_definition_has_its_defaults_filled_in()
    {
        var definition = EcsSandbox.Definition(container: new JsonObject
        {
            ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 80 }),
            ["healthCheck"] = new JsonObject { ["command"] = new JsonArray("CMD", "true") },
        });
        definition["cpu"] = "0.5 vCPU";
        definition["memory"] = "2 GB";
        var registered = (await sandbox.EcsAsync("RegisterTaskDefinition", definition))["taskDefinition"]!;
        var container = registered["containerDefinitions"]![0]!;

        Assert.Equal("512", (string?)registered["cpu"]);
        Assert.Equal("2048", (string?)registered["memory"]);
        Assert.Equal(1, (int?)registered["revision"]);
        Assert.Equal("ACTIVE", (string?)registered["status"]);
        Assert.Contains("FARGATE", registered["compatibilities"]!.AsArray().Select(item => (string)item!));
        Assert.Equal(80, (int?)container["portMappings"]![0]!["hostPort"]);
        Assert.Equal("tcp", (string?)container["portMappings"]![0]!["protocol"]);
        Assert.True((bool?)container["essential"]);
        Assert.Equal(30, (int?)container["healthCheck"]!["interval"]);
    }

    [SkippableFact]
    public async Task A_family_name_means_its_newest_active_revision()
    {
        var family = EcsSandbox.Unique("newest");
        var first = await sandbox.RegisterAsync(EcsSandbox.Definition(family));
        var second = await sandbox.RegisterAsync(EcsSandbox.Definition(family));
        Assert.Equal(second, await DescribeAsync(family));

        await sandbox.EcsAsync("DeregisterTaskDefinition", new JsonObject { ["taskDefinition"] = second });
        Assert.Equal(first, await DescribeAsync(family));
        Assert.EndsWith(":3", await sandbox.RegisterAsync(EcsSandbox.Definition(family)));
    }

    [SkippableFact]
    public async Task Lists_go_by_family_status_and_order()
    {
        var family = EcsSandbox.Unique("listed");
        for (var revision = 0; revision < 11; revision++)
        {
            await sandbox.RegisterAsync(EcsSandbox.Definition(family));
        }

        await sandbox.EcsAsync("DeregisterTaskDefinition", new JsonObject { ["taskDefinition"] = family + ":2" });
        var newest = await ListAsync(new JsonObject { ["familyPrefix"] = family, ["sort"] = "DESC", ["maxResults"] = 3 });
        var inactive = await ListAsync(new JsonObject { ["familyPrefix"] = family, ["status"] = "INACTIVE" });
        var families = await sandbox.EcsAsync("ListTaskDefinitionFamilies", new JsonObject { ["familyPrefix"] = family, ["status"] = "ACTIVE" });

        Assert.Equal([family + ":11", family + ":10", family + ":9"], newest);
        Assert.Equal([family + ":2"], inactive);
        Assert.Equal(family, (string?)families["families"]![0]);
    }

    [SkippableFact]
    public async Task Only_a_deregistered_revision_is_deleted()
    {
        var arn = await sandbox.RegisterAsync(EcsSandbox.Definition());
        var input = new JsonObject { ["taskDefinitions"] = new JsonArray(arn) };
        var tooEarly = await sandbox.EcsAsync("DeleteTaskDefinitions", input);
        await sandbox.EcsAsync("DeregisterTaskDefinition", new JsonObject { ["taskDefinition"] = arn });
        var deleted = await sandbox.EcsAsync("DeleteTaskDefinitions", input);

        Assert.Contains("still in ACTIVE status", (string?)tooEarly["failures"]![0]!["reason"]);
        Assert.Equal("DELETE_IN_PROGRESS", (string?)deleted["taskDefinitions"]![0]!["status"]);
    }

    [SkippableFact]
    public async Task An_unknown_definition_is_said_to_be_unknown()
    {
        Assert.Equal(
            "ClientException: Unable to describe task definition.",
            await sandbox.RefusalAsync("DescribeTaskDefinition", new JsonObject { ["taskDefinition"] = "nothing:1" }));
        Assert.Equal(
            "ClientException: Revision is missing.",
            await sandbox.RefusalAsync("DeregisterTaskDefinition", new JsonObject { ["taskDefinition"] = "nothing" }));
    }

    [SkippableFact]
    public async Task Tags_stay_beside_the_definition()
    {
        var definition = EcsSandbox.Definition();
        definition["tags"] = new JsonArray(new JsonObject { ["key"] = "a", ["value"] = "1" });
        var arn = await sandbox.RegisterAsync(definition);
        await sandbox.EcsAsync("TagResource", new JsonObject
        {
            ["resourceArn"] = arn,
            ["tags"] = new JsonArray(new JsonObject { ["key"] = "b", ["value"] = "2" }),
        });
        await sandbox.EcsAsync("UntagResource", new JsonObject { ["resourceArn"] = arn, ["tagKeys"] = new JsonArray("a") });
        var described = await sandbox.EcsAsync(
            "DescribeTaskDefinition", new JsonObject { ["taskDefinition"] = arn, ["include"] = new JsonArray("TAGS") });
        var listed = await sandbox.EcsAsync("ListTagsForResource", new JsonObject { ["resourceArn"] = arn });

        Assert.Equal("b", (string?)Assert.Single(described["tags"]!.AsArray())!["key"]);
        Assert.Equal("2", (string?)Assert.Single(listed["tags"]!.AsArray())!["value"]);
    }

    private async Task<string> DescribeAsync(string identifier)
        => (string)(await sandbox.EcsAsync("DescribeTaskDefinition", new JsonObject { ["taskDefinition"] = identifier }))["taskDefinition"]!["taskDefinitionArn"]!;

    private async Task<string[]> ListAsync(JsonObject input)
        => (await sandbox.EcsAsync("ListTaskDefinitions", input))["taskDefinitionArns"]!.AsArray()
            .Select(arn => ((string)arn!).Substring(((string)arn!).LastIndexOf('/') + 1)).ToArray();
}
