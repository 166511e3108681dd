using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Models;
using EcsTools.Network;
using EcsTools.TaskDefinitions;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Support;
using EcsTools.Tests.Tasks;
using Xunit;

namespace EcsTools.Tests.TaskDefinitions;

/// <summary>What others registered, written to a file and registered from it, must be the same to the last field.</summary>
public class TaskDefinitionExportTests(TaskSandbox sandbox) : IClassFixture<TaskSandbox>
{
    [SkippableFact]
    public async Task A_definition_with_nothing_but_an_image_registers_back_to_itself()
        => await AssertRoundTripAsync(Sandbox.Ecs.EcsSandbox.Definition());

    [SkippableFact]
    public async Task A_definition_with_everything_registers_back_to_itself()
    {
        var definition = JsonNode.Parse("""
            {
              "networkMode": "awsvpc", "requiresCompatibilities": ["EC2", "FARGATE"], "cpu": "1 vCPU", "memory": "2GB",
              "runtimePlatform": { "cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX" }, "ephemeralStorage": { "sizeInGiB": 30 }, "pidMode": "task",
              "volumes": [{ "name": "scratch", "host": {} }, { "name": "data", "efsVolumeConfiguration": { "fileSystemId": "fs-0123456789abcdef0", "rootDirectory": "/", "transitEncryption": "ENABLED" } }],
              "tags": [{ "key": "team", "value": "blue" }],
              "containerDefinitions": [
                { "name": "web", "image": "example:1", "cpu": 10, "memory": 512, "memoryReservation": 128, "essential": true, "stopTimeout": 90, "user": "1000", "workingDirectory": "/srv",
                  "command": ["sh", "-c", "echo ${region} 'ü' && exec server"], "entryPoint": [], "readonlyRootFilesystem": true,
                  "portMappings": [{ "containerPort": 80, "name": "http", "appProtocol": "http" }, { "containerPort": 53, "protocol": "udp" }],
                  "environment": [{ "name": "Z", "value": "1" }, { "name": "A", "value": "" }],
                  "mountPoints": [{ "sourceVolume": "scratch", "containerPath": "/tmp" }, { "sourceVolume": "data", "containerPath": "/data", "readOnly": true }],
                  "ulimits": [{ "name": "nofile", "softLimit": 10, "hardLimit": 20 }], "dockerLabels": { "a": "b" },
                  "linuxParameters": { "initProcessEnabled": true, "capabilities": { "drop": ["NET_RAW"] } },
                  "healthCheck": { "command": ["CMD", "true"], "startPeriod": 10 }, "dependsOn": [{ "containerName": "init", "condition": "SUCCESS" }] },
                { "name": "init", "image": "example:2", "essential": false, "restartPolicy": { "enabled": true, "ignoredExitCodes": [0], "restartAttemptPeriod": 60 } }
              ]
            }
            """)!.AsObject();
        definition["family"] = TaskSandbox.Unique("full");
        await AssertRoundTripAsync(definition);
    }

    [Fact]
    public async Task A_definition_made_here_registers_back_to_itself()
    {
        var sidecar = FargateContainers.Make(
            new SidecarRequest { Name = "side", ImageUri = "example:2", Volumes = [TaskVolume.Parse("shared:/out")] });
        var made = await sandbox.RegisterAsync(new TaskDefinitionRequest
        {
            Family = TaskSandbox.Unique("made"),
            ImageUri = "example:1",
            Ports = [new TaskPort(80, "tcp")],
            Sidecars = [sidecar],
            DependsOn = [TaskDependency.Parse("side:COMPLETE")],
        });
        await AssertUnchangedAsync(made.TaskDefinition);
    }

    [Fact]
    public async Task What_is_derived_changes_in_what_was_said_alone()
    {
        var made = await sandbox.RegisterAsync(
            new TaskDefinitionRequest
            {
                Family = TaskSandbox.Unique("derived"),
                ImageUri = "example:1",
                Command = ["run", "${env:NOT_FILLED_IN}"]
            });
        var derived = await sandbox.RegisterAsync(new TaskDefinitionRequest { Json = made.Json, Memory = 1024 });

        Assert.Equal((2, ChangeStatus.Updated), (derived.Revision, derived.Change));
        Assert.Equal(["memory"], derived.Differences.Select(change => change.Field));
    }

    [Fact]
    public async Task Secrets_of_sidecars_and_log_drivers_are_granted_to_the_execution_role()
    {
        var sidecar = FargateContainers.Make(new SidecarRequest
        {
            Name = "side",
            ImageUri = "example:2",
            Secrets = new System.Collections.Generic.Dictionary<string,
                string>
            { ["KEY"] = "arn:aws:secretsmanager:us-east-1:000000000000:secret:side-AbCdEf" },
        });
        var plan = await new FargateTaskDefinitions(sandbox.Connection)
            .PlanAsync(new TaskDefinitionRequest
            {
                Family = TaskSandbox.Unique("secret"),
                ImageUri = "example:1",
                Sidecars = [sidecar]
            }, default);
        Assert.Contains(plan.RolePlan!.Steps.Words(), step => step.Contains("secret", System.StringComparison.OrdinalIgnoreCase));
    }

    private async Task AssertRoundTripAsync(JsonObject definition)
    {
        var registered = await sandbox.Boto.CallAsync("ecs", "RegisterTaskDefinition", definition);
        await AssertUnchangedAsync((string)registered["taskDefinition"]!["taskDefinitionArn"]!);
    }

    private async Task AssertUnchangedAsync(string name)
    {
        var definitions = new FargateTaskDefinitions(sandbox.Connection);
        var (family, json) = await definitions.ExportAsync(name, default);
        var plan = await definitions.PlanAsync(new TaskDefinitionRequest { Json = json, FillIn = true }, default);

        Assert.Equal(family, plan.Family);
        Assert.Empty(plan.Differences);
        Assert.Empty(plan.TagDifferences);
        Assert.Equal(ChangeStatus.Unchanged, plan.Change);
    }
}
