using System;
using System.Text;
using EcsTools.Campaigns.Mutations;
using EcsTools.TaskDefinitions;

namespace EcsTools.Campaigns.Readers;

/// <summary>A file with a task definition.</summary>
internal sealed class TaskDefinitionFileReader : IForeignReader
{
    private static readonly byte[] Definition = """
        { "family": "web", "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "256", "memory": "512",
          "runtimePlatform": { "cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX" }, "ephemeralStorage": { "sizeInGiB": 30 },
          "taskRoleArn": "arn:aws:iam::111122223333:role/web", "tags": [{ "key": "team", "value": "blue" }],
          "volumes": [{ "name": "scratch" }, { "name": "files", "efsVolumeConfiguration": { "fileSystemId": "fs-0123456789abcdef0" } }],
          "containerDefinitions": [
            { "name": "proxy", "image": "proxy:1", "essential": false, "portMappings": [{ "containerPort": 80, "protocol": "tcp" }] },
            { "name": "web", "image": "${image}", "command": ["sh", "-c", "echo ${region}"], "memory": 256, "cpu": 128,
              "environment": [{ "name": "A", "value": "${env:ECSTOOLS_NONE:-b}" }], "dependsOn": [{ "containerName": "proxy", "condition": "START" }],
              "mountPoints": [{ "sourceVolume": "scratch", "containerPath": "/tmp" }], "dockerLabels": { "a": "b" },
              "healthCheck": { "command": ["CMD", "true"], "interval": 30 }, "ulimits": [{ "name": "nofile", "softLimit": 1, "hardLimit": 2 }],
              "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/web" } } }] }
        """u8.ToArray();

    private static readonly byte[] Described = """{ "taskDefinition": { "revision": 3, "family": "other", "containerDefinitions": [] }, "tags": [] }"""u8.ToArray();

    public string Name => "task-definition";

    public bool IsInner => false;

    public Action Prepare(Random random)
    {
        var bytes = JsonMutations.Mutate(random.Next(8) == 0 ? Described : Definition, Described, random);
        var request = new TaskDefinitionRequest
        {
            Json = Encoding.UTF8.GetString(bytes), JsonPath = "/definitions/web.json", FillIn = random.Next(4) > 0, ImageUri = random.Next(3) == 0 ? null : "web:2",
        };
        return () => TaskDefinitionDocument.Build(request, "eu-west-1");
    }

    public void Dispose()
    {
    }
}
