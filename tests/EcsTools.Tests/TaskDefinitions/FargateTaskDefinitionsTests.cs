using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.Sandbox;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.TaskDefinitions;

public class FargateTaskDefinitionsTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    private readonly FargateTaskDefinitions _definitions = new(sandbox.Connection);

    [Fact]
    public async Task The_same_input_twice_makes_no_new_revision_and_force_makes_one()
    {
        var request = Full(TaskSandbox.Unique("same"));
        var first = await sandbox.RegisterAsync(request);
        Assert.Equal((ChangeStatus.Created, 1), (first.Change, first.Revision));
        var second = await sandbox.RegisterAsync(request);
        Assert.Equal((ChangeStatus.Unchanged, 1), (second.Change, second.Revision));
        var forced = await sandbox.RegisterAsync(request with { Force = true });
        Assert.Equal((ChangeStatus.Updated, 2), (forced.Change, forced.Revision));
    }

    [SkippableFact]
    public async Task What_was_registered_is_what_aws_clients_see()
    {
        var made = await sandbox.RegisterAsync(Full(TaskSandbox.Unique("seen")));
        var answer = await sandbox.Boto.CallAsync(
            "ecs",
            "DescribeTaskDefinition",
            new JsonObject { ["taskDefinition"] = made.TaskDefinition });
        var container = answer["taskDefinition"]!["containerDefinitions"]![0]!;
        Assert.Equal("80", container["portMappings"]![0]!["containerPort"]!.ToJsonString());
        Assert.Equal("MODE", (string)container["environment"]![0]!["name"]!);
        Assert.Equal("/shop/key", (string)container["secrets"]![0]!["valueFrom"]!);
        Assert.Equal("30", answer["taskDefinition"]!["ephemeralStorage"]!["sizeInGiB"]!.ToJsonString());
        Assert.Equal(["80", "53/udp"], made.Ports);
        Assert.Equal(30, made.EphemeralStorage);
        var groups = await sandbox.Boto.CallAsync("logs", "DescribeLogGroups", new JsonObject { ["logGroupNamePrefix"] = made.LogGroup });
        Assert.Equal("30", groups["logGroups"]![0]!["retentionInDays"]!.ToJsonString());
    }

    [SkippableFact]
    public async Task A_definition_that_another_client_registered_is_seen_to_be_the_same()
    {
        var made = await sandbox.RegisterAsync(Full(TaskSandbox.Unique("twin")));
        var document = JsonNode.Parse(made.Json)!.AsObject();
        await sandbox.Boto.CallAsync("ecs", "RegisterTaskDefinition", document);
        Assert.Equal((ChangeStatus.Unchanged, 2), Of(await sandbox.RegisterAsync(Full(made.Family))));
        Assert.Equal((ChangeStatus.Unchanged, 2), Of(await sandbox.RegisterAsync(new TaskDefinitionRequest { Json = made.Json })));

        static (string?, int) Of(FargateTaskDefinition definition) => (definition.Change, definition.Revision);
    }

    [Fact]
    public async Task A_plan_tells_field_by_field_and_writes_nothing()
    {
        var request = Full(TaskSandbox.Unique("plan"));
        await sandbox.RegisterAsync(request);
        var plan = await _definitions.PlanAsync(request with { ImageUri = "example:2", LogGroup = "/other/" + request.Family }, default);
        Assert.True(plan.Registers);
        Assert.Equal(
            [$"containerDefinitions[{request.Family}].image", $"containerDefinitions[{request.Family}].logConfiguration.options.awslogs-group"],
            plan.Differences.Select(change => change.Field));
        Assert.Equal(["/other/" + request.Family], plan.LogGroupsToMake);
        var all = await _definitions.GetAsync([request.Family!], latest: false, "ACTIVE", error => throw error, default).ToListAsync();
        Assert.Single(all);
    }

    [Fact]
    public async Task Tags_alone_need_no_new_revision()
    {
        var request = Full(TaskSandbox.Unique("tags"));
        await sandbox.RegisterAsync(request);
        var tagged = await sandbox.RegisterAsync(request with { Tags = new Dictionary<string, string> { ["team"] = "blue" } });
        Assert.Equal((ChangeStatus.Updated, 1), (tagged.Change, tagged.Revision));
        var read = await _definitions.GetAsync(
            [tagged.TaskDefinition],
            latest: false,
            "ACTIVE",
            error => throw error,
            default).ToListAsync();
        Assert.Equal("blue", Assert.Single(read).Tags["team"]);
    }

    [Fact]
    public async Task The_execution_role_is_made_once_may_read_the_secrets_and_is_not_touched_by_a_plan()
    {
        await using var server = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated }, CancellationToken.None);
        using var connection = new AwsConnection(
            new BasicAWSCredentials(server.AccessKey, server.SecretKey),
            "us-east-1",
            server.EndpointUrl,
            SystemClock.Instance);
        var definitions = new FargateTaskDefinitions(connection);
        var plan = await definitions.PlanAsync(Full("roles"), default);
        Assert.Contains("create role ecsTaskExecutionRole", plan.RoleSteps[0].Description);
        Assert.Equal(["/ecs/roles"], plan.LogGroupsToMake);
        Assert.Equal(plan.RoleSteps, (await definitions.PlanAsync(Full("roles"), default)).RoleSteps);
        var made = await definitions.ApplyAsync(plan, null, default);
        Assert.Equal("arn:aws:iam::000000000000:role/ecsTaskExecutionRole", made.ExecutionRoleArn);
        Assert.False((await definitions.PlanAsync(Full("roles"), default)).IsNeeded);
        var other = await definitions.PlanAsync(
            Full("roles") with { Secrets = new Dictionary<string, string> { ["KEY"] = "/other/key" } }, default);
        Assert.Contains("EcsToolsSecrets", Assert.Single(other.RoleSteps).Description);
        var error = await Assert.ThrowsAsync<EcsToolsException>(
            () => definitions.PlanAsync(Full("roles") with { TaskRole = "none" }, default));
        Assert.Equal(("RoleNotFound", "TaskRole"), (error.ErrorId, error.Parameter));
    }

    [Fact]
    public async Task A_member_that_the_api_has_not_is_named_with_the_nearest()
    {
        var error = await Assert.ThrowsAsync<EcsToolsException>(() => sandbox.RegisterAsync(new TaskDefinitionRequest
        {
            Json = """{ "family": "wrong", "containerDefinitions": [{ "name": "a", "image": "a:1", "portMapping": [] }] }""",
        }));
        Assert.Equal("Path", error.Parameter);
        Assert.Contains("containerDefinitions[0].portMapping", error.Message);
        Assert.Contains("portMappings", error.Message);
    }

    [Fact]
    public async Task Revisions_are_found_by_family_wildcard_latest_and_revision()
    {
        var prefix = TaskSandbox.Unique("find");
        foreach (var name in new[] { "a", "a", "b" })
        {
            await sandbox.RegisterAsync(new TaskDefinitionRequest { Family = $"{prefix}-{name}", ImageUri = "example:1", Force = true });
        }

        var missing = new List<EcsToolsException>();
        Assert.Equal([$"{prefix}-a:2", $"{prefix}-a:1", $"{prefix}-b:1"], await NamesAsync([prefix + "*"], latest: false));
        Assert.Equal([$"{prefix}-a:2", $"{prefix}-b:1"], await NamesAsync([prefix + "*"], latest: true));
        Assert.Equal([$"{prefix}-a:1"], await NamesAsync([$"{prefix}-a:1"], latest: false));
        Assert.Empty(await NamesAsync([$"{prefix}-aa"], latest: false));
        Assert.Contains($"{prefix}-a", Assert.Single(missing).Remedy);

        async Task<List<string>> NamesAsync(string[] names, bool latest)
            => await _definitions.GetAsync(
                names,
                latest,
                "ACTIVE",
                missing.Add,
                default).Select(definition => definition.TaskDefinition).ToListAsync();
    }

    private static TaskDefinitionRequest Full(string family) => new()
    {
        Family = family,
        ImageUri = "example:1",
        Cpu = 512,
        Ports = [new TaskPort(80, "tcp"), new TaskPort(53, "udp")],
        Environment = new Dictionary<string, string> { ["MODE"] = "live" },
        Secrets = new Dictionary<string, string> { ["KEY"] = "/shop/key" },
        Command = ["serve", "--port", "80"],
        EntryPoint = ["/app"],
        HealthCheck = new TaskHealthCheck { Command = ["wget -q localhost"], StartPeriod = 10 },
        Architecture = "ARM64",
        EphemeralStorage = 30,
    };
}
