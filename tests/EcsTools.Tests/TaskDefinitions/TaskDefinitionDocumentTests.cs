using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Network;
using EcsTools.TaskDefinitions;
using Xunit;

namespace EcsTools.Tests.TaskDefinitions;

public class TaskDefinitionDocumentTests
{
    private const string TwoContainers = """
        {
          "family": "shop", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "1 vCPU", "memory": "2 GB",
          "containerDefinitions": [
            { "name": "proxy", "image": "proxy:1", "essential": false },
            { "name": "shop", "image": "shop:1", "environment": [{ "name": "A", "value": "1" }, { "name": "B", "value": "2" }] },
          ],
        }
        """;

    [Theory]
    [InlineData("123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1.0.0", "web")]
    [InlineData("127.0.0.1:5000/team/web:1", "team-web")]
    [InlineData("nginx", "nginx")]
    [InlineData("public.ecr.aws/nginx/nginx@sha256:0123", "nginx-nginx")]
    [InlineData("library/node:22", "library-node")]
    public void The_family_is_named_after_the_repository(string image, string family)
        => Assert.Equal(family, (string)Build(new TaskDefinitionRequest { ImageUri = image })["family"]!);

    [Fact]
    public void What_is_not_said_is_the_smallest_linux_task_with_a_log()
    {
        var document = Build(new TaskDefinitionRequest { ImageUri = "web:1", Ports = [new TaskPort(80, "tcp")] });
        Assert.Equal(("256", "512"), ((string)document["cpu"]!, (string)document["memory"]!));
        Assert.Equal("awsvpc", (string)document["networkMode"]!);
        Assert.Equal("X86_64", (string)document["runtimePlatform"]!["cpuArchitecture"]!);
        var container = document["containerDefinitions"]![0]!;
        Assert.Equal("web", (string)container["name"]!);
        Assert.Equal(80, (int)container["portMappings"]![0]!["containerPort"]!);
        Assert.Equal("/ecs/web", (string)container["logConfiguration"]!["options"]!["awslogs-group"]!);
        Assert.Equal("eu-west-1", (string)container["logConfiguration"]!["options"]!["awslogs-region"]!);
    }

    [Fact]
    public void Parameters_go_over_the_container_that_is_named_and_leave_the_rest_of_the_file()
    {
        var document = Build(new TaskDefinitionRequest
        {
            Json = TwoContainers,
            ContainerName = "shop",
            ImageUri = "shop:2",
            Environment = new Dictionary<string, string> { ["B"] = "3", ["C"] = "4" },
            NoLog = true,
        });
        var containers = document["containerDefinitions"]!.AsArray();
        Assert.Equal("proxy:1", (string)containers[0]!["image"]!);
        Assert.Equal("shop:2", (string)containers[1]!["image"]!);
        Assert.Equal(["A=1", "B=3", "C=4"], containers[1]!["environment"]!.AsArray().Select(item => $"{item!["name"]}={item["value"]}"));
        Assert.Equal(("1024", "2048"), ((string)document["cpu"]!, (string)document["memory"]!));
    }

    [Fact]
    public void Without_a_name_the_parameters_are_for_the_first_essential_container()
        => Assert.Equal(
            "shop:9",
            (string)Build(new TaskDefinitionRequest { Json = TwoContainers, ImageUri = "shop:9" })["containerDefinitions"]![1]!["image"]!);

    [Fact]
    public void What_describe_prints_is_taken_as_a_file()
    {
        var document = Build(new TaskDefinitionRequest
        {
            Json = """
                { "taskDefinition": { "taskDefinitionArn": "arn:x", "revision": 3, "status": "ACTIVE", "registeredAt": "2026-01-01", "compatibilities": ["EC2"],
                  "family": "old", "cpu": "256", "memory": "512", "containerDefinitions": [{ "name": "old", "image": "old:1" }] },
                  "tags": [{ "key": "team", "value": "blue" }] }
                """,
        });
        Assert.Null(document["revision"]);
        Assert.Null(document["taskDefinitionArn"]);
        Assert.Equal("blue", (string)document["tags"]![0]!["value"]!);
    }

    [Theory]
    [InlineData("curl -f http://localhost/", "CMD-SHELL|curl -f http://localhost/")]
    [InlineData("CMD|/check|-v", "CMD|/check|-v")]
    [InlineData("/check|-v", "CMD|/check|-v")]
    public void A_health_check_is_a_line_for_the_shell_or_a_program(string given, string command)
    {
        var document = Build(
            new TaskDefinitionRequest { ImageUri = "web:1", HealthCheck = new TaskHealthCheck { Command = given.Split('|') } });
        Assert.Equal(command, string.Join("|", document["containerDefinitions"]![0]!["healthCheck"]!["command"]!.AsArray()));
    }

    [Theory]
    [InlineData("{ not json", "Path", "not valid JSON at line 1, column 3")]
    [InlineData("[]", "Path", "not a JSON object")]
    [InlineData("""{ "family": "a", "networkMode": "bridge", "containerDefinitions": [{ "name": "a", "image": "a" }] }""", "Path", "bridge")]
    [InlineData("""{ "family": "a", "requiresCompatibilities": ["EC2"], "containerDefinitions": [{ "name": "a", "image": "a" }] }""", "Path", "FARGATE")]
    [InlineData("""{ "family": "a", "containerDefinitions": [{ "name": "a" }] }""", "ImageUri", "no image")]
    [InlineData("""{ "family": "a b", "containerDefinitions": [{ "name": "a", "image": "a" }] }""", "Family", "a b")]
    [InlineData("""{ "family": "a", "cpu": "256", "memory": "4096", "containerDefinitions": [{ "name": "a", "image": "a" }] }""", "Memory", "4096")]
    public void A_file_that_cannot_be_right_says_what_is_wrong(string json, string parameter, string message)
    {
        var error = Assert.Throws<EcsToolsException>(() => Build(new TaskDefinitionRequest { Json = json }));
        Assert.Equal(parameter, error.Parameter);
        Assert.Contains(message, error.Message);
        Assert.False(string.IsNullOrEmpty(error.Remedy));
    }

    public static TheoryData<string, TaskDefinitionRequest> WrongRequests { get; } = new()
    {
        { "Family", new TaskDefinitionRequest() },
        { "ImageUri", new TaskDefinitionRequest { Family = "web" } },
        { "ImageUri", new TaskDefinitionRequest { ImageUri = "two words" } },
        { "Family", new TaskDefinitionRequest { Family = "a.b", ImageUri = "web:1" } },
        { "ContainerName", new TaskDefinitionRequest { ContainerName = "a.b", ImageUri = "web:1" } },
        { "ContainerName", new TaskDefinitionRequest { Json = TwoContainers, ContainerName = "shp" } },
        { "EphemeralStorage", new TaskDefinitionRequest { ImageUri = "web:1", EphemeralStorage = 20 } },
        { "EphemeralStorage", new TaskDefinitionRequest { ImageUri = "web:1", EphemeralStorage = 500 } },
        { "Architecture", new TaskDefinitionRequest { ImageUri = "web:1", Architecture = "mips" } },
        { "OperatingSystem", new TaskDefinitionRequest { ImageUri = "web:1", OperatingSystem = "WINDOWS" } },
        { "Architecture", new TaskDefinitionRequest
        {
            ImageUri = "web:1",
            OperatingSystem = "windows_server_2022_core",
            Architecture = "arm64",
        } },
        { "Cpu", new TaskDefinitionRequest { ImageUri = "web:1", OperatingSystem = "windows_server_2022_core", Cpu = 256 } },
        { "Secret", new TaskDefinitionRequest
        {
            ImageUri = "web:1",
            Secrets = new Dictionary<string, string> { ["A"] = "hunter2 is my password" },
        } },
        { "Secret", new TaskDefinitionRequest { ImageUri = "web:1", Secrets = Pair("A", "/a"), Environment = Pair("A", "b") } },
        { "Environment", new TaskDefinitionRequest { ImageUri = "web:1", Environment = Pair("A=B", "c") } },
        { "Tag", new TaskDefinitionRequest { ImageUri = "web:1", Tags = Pair("aws:x", "y") } },
        { "HealthCheckInterval", new TaskDefinitionRequest
        {
            ImageUri = "web:1",
            HealthCheck = new TaskHealthCheck { Command = ["true"], Interval = 1 },
        } },
        { "HealthCheckRetries", new TaskDefinitionRequest
        {
            ImageUri = "web:1",
            HealthCheck = new TaskHealthCheck { Command = ["true"], Retries = 11 },
        } },
    };

    [Theory]
    [MemberData(nameof(WrongRequests), DisableDiscoveryEnumeration = true)]
    public void A_value_that_cannot_be_right_names_its_parameter_and_what_to_do(string parameter, TaskDefinitionRequest request)
    {
        var error = Assert.Throws<EcsToolsException>(() => Build(request));
        Assert.Equal(parameter, error.Parameter);
        Assert.False(string.IsNullOrEmpty(error.Remedy));
        Assert.DoesNotContain("hunter2", error.Message + error.Remedy + error.Target);
    }

    [Fact]
    public void A_definition_equals_what_aws_makes_of_it()
    {
        var asked = Build(new TaskDefinitionRequest
        {
            ImageUri = "web:1",
            Ports = [new TaskPort(80, "tcp")],
            Environment = new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" },
            HealthCheck = new TaskHealthCheck { Command = ["true"] },
        });
        var kept = (JsonObject)asked.DeepClone();
        var container = kept["containerDefinitions"]![0]!.AsObject();
        container["cpu"] = 0;
        container["mountPoints"] = new JsonArray();
        container["volumesFrom"] = new JsonArray();
        container["systemControls"] = new JsonArray();
        container["environment"] = new JsonArray(container["environment"]!.AsArray().Reverse().Select(item => item!.DeepClone()).ToArray());
        container.Remove("essential");
        container["portMappings"]![0]!.AsObject().Remove("protocol");
        kept["status"] = "ACTIVE";
        kept["volumes"] = new JsonArray();
        kept["cpu"] = ".25 vCPU";
        Assert.Empty(TaskDefinitionNormalForm.Differences(kept, asked));
    }

    [Fact]
    public void A_difference_names_the_field_and_hides_what_looks_secret()
    {
        var before = Build(
            new TaskDefinitionRequest
            {
                ImageUri = "web:1",
                Environment = new Dictionary<string, string> { ["DB_PASSWORD"] = "one", ["HOST"] = "a" },
            });
        var after = Build(
            new TaskDefinitionRequest
            {
                ImageUri = "web:2",
                Environment = new Dictionary<string, string> { ["DB_PASSWORD"] = "two", ["HOST"] = "b" },
                Cpu = 512,
            });
        var lines = TaskDefinitionNormalForm.Differences(before, after).Select(change => change.ToString()).ToList();
        Assert.Contains("~ containerDefinitions[web].image: web:1 -> web:2", lines);
        Assert.Contains("~ containerDefinitions[web].environment[HOST]: a -> b", lines);
        Assert.Contains("~ cpu: 256 -> 512", lines);
        Assert.Contains("~ containerDefinitions[web].environment[DB_PASSWORD]: (hidden) -> (hidden)", lines);
        Assert.Equal(["DB_PASSWORD"], TaskDefinitionNormalForm.SensitiveVariables(after));
    }

    private static JsonObject Build(TaskDefinitionRequest request) => TaskDefinitionDocument.Build(request, "eu-west-1");

    private static Dictionary<string, string> Pair(string name, string value) => new() { [name] = value };
}
