using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Models;
using EcsTools.TaskDefinitions;
using Xunit;

namespace EcsTools.Tests.TaskDefinitions;

/// <summary>What a container may have besides image, ports and variables, and the containers beside it.</summary>
public class ContainerDocumentTests
{
    private static readonly TaskDefinitionRequest Web = new() { Family = "web", ImageUri = "web:1" };

    [Fact]
    public void Volumes_are_of_the_task_and_mounted_in_the_container()
    {
        var document = Build(Web with
        {
            Volumes = [TaskVolume.Parse("scratch:/work"), TaskVolume.Parse("fs-0123456789abcdef0:/data:ro"),
                TaskVolume.Parse("fs-0123456789abcdef0/fsap-0fedcba9876543210:/home:iam"),
                TaskVolume.Parse("fs-0123456789abcdef0/srv/app:/app:ro,iam")],
        });
        var volumes = document["volumes"]!.AsArray();
        Assert.Equal(["scratch", "fs-0123456789abcdef0", "fs-0123456789abcdef0-fsap-0fedcba9876543210", "fs-0123456789abcdef0-srv-app"],
            volumes.Select(volume => (string)volume!["name"]!));
        Assert.Single(volumes[0]!.AsObject());
        Assert.Equal("""{"fileSystemId":"fs-0123456789abcdef0","transitEncryption":"ENABLED"}""", volumes[1]!["efsVolumeConfiguration"]!.ToJsonString());
        Assert.Equal("""{"accessPointId":"fsap-0fedcba9876543210","iam":"ENABLED"}""", volumes[2]!["efsVolumeConfiguration"]!["authorizationConfig"]!.ToJsonString());
        Assert.Equal("/srv/app", (string?)volumes[3]!["efsVolumeConfiguration"]!["rootDirectory"]);
        Assert.Equal(["/work False", "/data True", "/home False", "/app True"],
            First(document)["mountPoints"]!.AsArray().Select(mount => $"{mount!["containerPath"]} {(bool)mount["readOnly"]!}"));
    }

    [Fact]
    public void What_a_container_is_limited_to_is_written_down()
    {
        var container = First(Build(Web with
        {
            Ulimits = [TaskUlimit.Parse("nofile=1024:65536"), TaskUlimit.Parse("core=0")],
            ContainerMemory = 256,
            ContainerCpu = 128,
            StopTimeout = 60,
            User = "1000:1000",
            WorkingDirectory = "/srv",
            ReadOnlyRootFilesystem = true,
            InitProcess = true,
            EnvironmentFiles = ["s3://config/web.env", "arn:aws-cn:s3:::config/other.env"],
        }));
        Assert.Equal(["nofile 1024 65536", "core 0 0"],
            container["ulimits"]!.AsArray().Select(limit => $"{limit!["name"]} {limit["softLimit"]} {limit["hardLimit"]}"));
        Assert.Equal((256, 128, 60), ((int)container["memory"]!, (int)container["cpu"]!, (int)container["stopTimeout"]!));
        Assert.Equal(("1000:1000", "/srv", true, true),
            ((string)container["user"]!, (string)container["workingDirectory"]!, (bool)container["readonlyRootFilesystem"]!,
            (bool)container["linuxParameters"]!["initProcessEnabled"]!));
        Assert.Equal(["arn:aws:s3:::config/web.env", "arn:aws-cn:s3:::config/other.env"],
            container["environmentFiles"]!.AsArray().Select(file => (string)file!["value"]!));
    }

    [Fact]
    public void A_sidecar_stands_beside_the_container_with_its_volumes_and_a_log()
    {
        var migrate = FargateContainers.Make(
            new SidecarRequest
            {
                Name = "migrate",
                ImageUri = "web:1",
                Command = ["migrate"],
                Volumes = [TaskVolume.Parse("shared:/out")]
            });
        var document = Build(Web with
        {
            Sidecars = [migrate],
            DependsOn = [TaskDependency.Parse("migrate:success")],
            Volumes = [TaskVolume.Parse("shared:/in:ro")]
        });
        var containers = document["containerDefinitions"]!.AsArray();

        Assert.Equal(["web", "migrate"], containers.Select(container => (string)container!["name"]!));
        Assert.Equal("""[{"containerName":"migrate","condition":"SUCCESS"}]""", containers[0]!["dependsOn"]!.ToJsonString());
        Assert.Equal("shared", (string?)Assert.Single(document["volumes"]!.AsArray())!["name"]);
        Assert.False((bool)containers[1]!["essential"]!);
        Assert.Equal("/ecs/web", (string?)containers[1]!["logConfiguration"]!["options"]!["awslogs-group"]);
        Assert.Equal(("migrate", "web:1", false), (migrate.Name, migrate.Image, migrate.Essential));
    }

    [Fact]
    public void A_sidecar_takes_the_place_of_one_of_its_name()
    {
        var proxy = FargateContainers.Make(new SidecarRequest { Name = "proxy", ImageUri = "proxy:2", NoLog = true });
        var document = Build(new TaskDefinitionRequest
        {
            Json = """{ "family": "web", "containerDefinitions": [{ "name": "web", "image": "web:1" }, { "name": "proxy", "image": "proxy:1", "essential": false }] }""",
            Sidecars = [proxy],
        });
        Assert.Equal(["web:1", "proxy:2"], document["containerDefinitions"]!.AsArray().Select(container => (string)container!["image"]!));
        Assert.Null(document["containerDefinitions"]![1]!["logConfiguration"]);
    }

    [Fact]
    public void Firelens_brings_its_router_unless_one_is_there()
    {
        var request = Web with { LogDriver = "firelens", LogOptions = new Dictionary<string, string> { ["Name"] = "cloudwatch_logs" } };
        var containers = Build(request)["containerDefinitions"]!.AsArray();
        Assert.Equal(["web", "log-router"], containers.Select(container => (string)container!["name"]!));
        Assert.Equal("""{"logDriver":"awsfirelens","options":{"Name":"cloudwatch_logs"}}""", containers[0]!["logConfiguration"]!.ToJsonString());
        Assert.Equal("awslogs", (string?)containers[1]!["logConfiguration"]!["logDriver"]);

        var own = FargateContainers.Make(
            new SidecarRequest { Name = "fluentd", ImageUri = "fluentd:1", LogRouter = "fluentd", Essential = true });
        Assert.Equal(["web", "fluentd"],
            Build(request with { Sidecars = [own] })["containerDefinitions"]!.AsArray().Select(container => (string)container!["name"]!));
    }

    [Fact]
    public void Options_of_the_log_go_over_those_that_are_there()
    {
        var options = First(Build(
            Web with
            {
                LogOptions = new Dictionary<string,
            string>
                { ["mode"] = "blocking", ["awslogs-stream-prefix"] = "own" }
            }))["logConfiguration"]!["options"]!;
        Assert.Equal(("/ecs/web", "blocking", "own"),
            ((string)options["awslogs-group"]!, (string)options["mode"]!, (string)options["awslogs-stream-prefix"]!));
        var sidecar = FargateContainers.Make(
            new SidecarRequest
            {
                Name = "side",
                ImageUri = "side:1",
                LogOptions = new Dictionary<string,
            string>
                { ["max-buffer-size"] = "4m" }
            });
        var log = Build(Web with { Sidecars = [sidecar] })["containerDefinitions"]![1]!["logConfiguration"]!;
        Assert.Equal(("awslogs", "/ecs/web", "4m"),
            ((string)log["logDriver"]!, (string)log["options"]!["awslogs-group"]!, (string)log["options"]!["max-buffer-size"]!));
    }

    [Fact]
    public void A_health_check_can_be_changed_in_one_value()
    {
        var json = Build(Web with { HealthCheck = new TaskHealthCheck { Command = ["true"], Retries = 5 } }).ToJsonString();
        var check = First(Build(new TaskDefinitionRequest
        {
            Json = json,
            HealthCheck = new TaskHealthCheck { StartPeriod = 60 }
        }))["healthCheck"]!;
        Assert.Equal("""{"command":["CMD-SHELL","true"],"interval":30,"timeout":5,"retries":5,"startPeriod":60}""", check.ToJsonString());
        Assert.Equal("HealthCheckWithoutCommand",
            Assert.Throws<EcsToolsException>(() => Build(Web with { HealthCheck = new TaskHealthCheck { StartPeriod = 60 } })).ErrorId);
    }

    [Theory]
    [InlineData("nonsense", "InvalidVolume", "Volume")]
    [InlineData("data:relative", "InvalidVolume", "Volume")]
    [InlineData("fs-xyz:/data", "InvalidVolume", "Volume")]
    [InlineData("data:/x:rox", "InvalidVolume", "Volume")]
    public void A_volume_that_is_none_says_how_one_looks(string text, string id, string parameter)
        => AssertWrong(() => TaskVolume.Parse(text), id, parameter, "fs-");

    [Theory]
    [InlineData("nofile", "Ulimit", "nofile=65536")]
    [InlineData("nofiles=1", "Ulimit", "nofile")]
    [InlineData("nofile=10:5", "Ulimit", "Give the soft limit first")]
    public void A_limit_that_is_none_says_how_one_looks(string text, string parameter, string remedy)
        => AssertWrong(() => TaskUlimit.Parse(text), "InvalidUlimit", parameter, remedy);

    [Theory]
    [InlineData("db:READY", "HEALTHY")]
    [InlineData(":START", "name:START")]
    public void A_dependency_that_is_none_says_how_one_looks(string text, string remedy)
        => AssertWrong(() => TaskDependency.Parse(text), "InvalidDependsOn", "DependsOn", remedy);

    public static TheoryData<string, string, TaskDefinitionRequest> Wrong { get; } = new()
    {
        { "DependsOn", "web, side", Web with { Sidecars = [Side(depends: "web:START")], DependsOn = [TaskDependency.Parse("side")] } },
        { "DependsOn", "Did you mean side", Web with { Sidecars = [Side()], DependsOn = [TaskDependency.Parse("sied")] } },
        { "DependsOn", "-HealthCheckCommand", Web with { Sidecars = [Side()], DependsOn = [TaskDependency.Parse("side:HEALTHY")] } },
        { "DependsOn", "-Essential", Web with { Sidecars = [Side(essential: true)], DependsOn = [TaskDependency.Parse("side:SUCCESS")] } },
        { "ContainerMemory", "-ContainerMemory 512", Web with { ContainerMemory = 1024 } },
        { "StopTimeout", "120", Web with { StopTimeout = 600 } },
        { "LogDriver", "awslogs", Web with { LogDriver = "json-file" } },
        { "EnvironmentFile", "s3://", Web with { EnvironmentFiles = ["./web.env"] } },
        { "Container", "essential", new TaskDefinitionRequest { Json = """{ "family": "a", "containerDefinitions": [{ "name": "a", "image": "a", "essential": false }] }""", ContainerName = "a" } },
        { "Volume", "-Volume", new TaskDefinitionRequest { Json = """{ "family": "a", "containerDefinitions": [{ "name": "a", "image": "a", "mountPoints": [{ "sourceVolume": "x", "containerPath": "/x" }] }] }""" } },
        { "Volume", "LINUX", Web with { OperatingSystem = "WINDOWS_SERVER_2022_CORE",
            Volumes = [TaskVolume.Parse("fs-0123456789abcdef0:/data")] } },
        { "Ulimit", "LINUX", Web with { OperatingSystem = "WINDOWS_SERVER_2022_CORE", Ulimits = [TaskUlimit.Parse("nofile=10")] } },
        { "ImageUri", "-ImageUri", new TaskDefinitionRequest { Json = """{ "family": "a", "containerDefinitions": [{ "name": "a", "image": "<IMAGE1_NAME>" }] }""" } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_does_not_go_together_is_said_before_anything_is_made(string parameter, string hint, TaskDefinitionRequest request)
    {
        var error = Assert.Throws<EcsToolsException>(() => Build(request));
        Assert.Equal(parameter, error.Parameter);
        Assert.Contains(hint, error.Message + " " + error.Remedy);
    }

    [Theory]
    [InlineData("WINDOWS_SERVER_2019_FULL")]
    [InlineData("windows_server_2025_core")]
    public void A_Windows_task_has_a_size_of_its_own_and_may_have_a_volume(string system)
    {
        var document = Build(Web with { OperatingSystem = system, Volumes = [TaskVolume.Parse(@"scratch:C:\work")] });
        Assert.Equal(("1024", "2048", system.ToUpperInvariant()),
            ((string)document["cpu"]!, (string)document["memory"]!, (string)document["runtimePlatform"]!["operatingSystemFamily"]!));
        Assert.Equal(@"C:\work", (string?)First(document)["mountPoints"]![0]!["containerPath"]);
    }

    [Fact]
    public void A_file_is_filled_in_from_environment_image_region_and_account()
    {
        var name = "ECSTOOLS_TEST_" + Guid.NewGuid().ToString("N");
        Environment.SetEnvironmentVariable(name, "a \"quoted\" text");
        try
        {
            var json = $$"""
                { "family": "web", "taskRoleArn": "arn:aws:iam::${account}:role/web", "containerDefinitions": [{ "name": "web", "image": "${image}",
                  "command": ["sh", "-c", "echo $${region} ${HOME} $${env:X}"],
                  "environment": [{ "name": "A", "value": "${env:{{name}}} in ${region}" }, { "name": "B", "value": "${env:{{name}}_NONE:-nothing}" }] }] }
                """;
            var document = TaskDefinitionDocument.Build(new TaskDefinitionRequest { Json = json, FillIn = true, ImageUri = "web:7" },
                "eu-west-1", "123456789012");
            var container = First(document);
            Assert.Equal(("arn:aws:iam::123456789012:role/web", "web:7"), ((string)document["taskRoleArn"]!, (string)container["image"]!));
            Assert.Equal("echo ${region} ${HOME} ${env:X}", (string?)container["command"]![2]);
            Assert.Equal(["a \"quoted\" text in eu-west-1", "nothing"],
                container["environment"]!.AsArray().Select(variable => (string)variable!["value"]!));
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Theory]
    [InlineData("${image}", "-ImageUri")]
    [InlineData("${env:ECSTOOLS_TEST_NOWHERE}", "$env:ECSTOOLS_TEST_NOWHERE")]
    public void A_placeholder_without_a_value_is_named_with_its_place(string placeholder, string remedy)
    {
        var json = new JsonObject
        {
            ["family"] = "web",
            ["containerDefinitions"] = new JsonArray(new JsonObject { ["name"] = "web", ["image"] = placeholder })
        };
        var error = Assert.Throws<EcsToolsException>(() => Build(new TaskDefinitionRequest { Json = json.ToJsonString(), FillIn = true }));
        Assert.Equal("PlaceholderWithoutValue", error.ErrorId);
        Assert.Contains("containerDefinitions[0].image", error.Message);
        Assert.Contains(remedy, error.Remedy);
    }

    [Fact]
    public void What_only_looks_like_a_placeholder_survives_export_and_registration()
    {
        var shell = "echo ${region} ${env:HOME} $${image} ${HOME}";
        var json = Build(Web with { Command = ["sh", "-c", shell] }).ToJsonString(TaskDefinitionMapper.Indented);
        var again = Build(new TaskDefinitionRequest { Json = TaskDefinitionPlaceholders.Escape(json), FillIn = true });
        Assert.Equal(shell, (string?)First(again)["command"]![2]);
    }

    private static EcsTools.Models.FargateContainerDefinition Side(bool essential = false, string? depends = null)
        => FargateContainers.Make(
            new SidecarRequest
            {
                Name = "side",
                ImageUri = "side:1",
                Essential = essential,
                DependsOn = depends is null ? null
            : [TaskDependency.Parse(depends)]
            });

    private static void AssertWrong(Func<object> parse, string id, string parameter, string remedy)
    {
        var error = Assert.Throws<EcsToolsException>(parse);
        Assert.Equal((id, parameter), (error.ErrorId, error.Parameter));
        Assert.Contains(remedy, error.Remedy);
    }

    private static JsonObject Build(TaskDefinitionRequest request) => TaskDefinitionDocument.Build(request, "eu-west-1");

    private static JsonObject First(JsonObject document) => document["containerDefinitions"]![0]!.AsObject();
}
