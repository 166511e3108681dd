using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

/// <summary>A simulated sandbox driven by boto3, with what an ECS task needs around it.</summary>
public class EcsSandbox : IAsyncLifetime
{
    private static readonly string[] Settled = ["STOPPED"];

    private string? _subnet;
    private string? _role;

    public SandboxServer Server { get; private set; } = null!;

    public Boto Boto { get; private set; } = null!;

    protected virtual SandboxOptions Options => new() { Runtime = SandboxRuntime.Simulated };

    public virtual async Task InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(Options, CancellationToken.None);
        Boto = new Boto(Server);
    }

    public virtual async Task DisposeAsync()
    {
        Boto?.Dispose();
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }
    }

    public Task<JsonObject> EcsAsync(string operation, JsonObject? input = null) => Boto.CallAsync("ecs", operation, input);

    public Task<string> RefusalAsync(string operation, JsonObject? input = null) => Boto.RefusalAsync("ecs", operation, input);

    /// <summary>A name no other test uses.</summary>
    public static string Unique(string prefix) => prefix + "-" + Guid.NewGuid().ToString("N").Substring(0, 8);

    /// <summary>A Fargate task definition that is in order, for a test to spoil.</summary>
    public static JsonObject Definition(string? family = null, JsonObject? container = null)
    {
        var named = new JsonObject { ["name"] = "main", ["image"] = "example:1" };
        foreach (var member in container ?? [])
        {
            named[member.Key] = member.Value?.DeepClone();
        }

        return new JsonObject
        {
            ["family"] = family ?? Unique("family"),
            ["networkMode"] = "awsvpc",
            ["requiresCompatibilities"] = new JsonArray("FARGATE"),
            ["cpu"] = "256",
            ["memory"] = "512",
            ["containerDefinitions"] = new JsonArray(named),
        };
    }

    public async Task<string> RegisterAsync(JsonObject definition)
        => (string)(await EcsAsync("RegisterTaskDefinition", definition))["taskDefinition"]!["taskDefinitionArn"]!;

    public async Task<string> ClusterAsync()
    {
        var name = Unique("cluster");
        await EcsAsync("CreateCluster", new JsonObject { ["clusterName"] = name });
        return name;
    }

    /// <summary>The input of a RunTask that is in order.</summary>
    public async Task<JsonObject> RunInputAsync(string cluster, string taskDefinition) => new()
    {
        ["cluster"] = cluster,
        ["taskDefinition"] = taskDefinition,
        ["launchType"] = "FARGATE",
        ["networkConfiguration"] = new JsonObject
        {
            ["awsvpcConfiguration"] = new JsonObject { ["subnets"] = new JsonArray(await SubnetAsync()), ["assignPublicIp"] = "ENABLED" },
        },
    };

    public async Task<JsonObject> RunAsync(string cluster, string taskDefinition)
        => (await EcsAsync("RunTask", await RunInputAsync(cluster, taskDefinition)))["tasks"]![0]!.AsObject();

    /// <summary>The execution role that AWS makes: ECS may assume it, pull images and write logs.</summary>
    public async Task<string> RoleAsync() => _role ??= await NewRoleAsync(
        "ecs-tasks.amazonaws.com", managedPolicy: "service-role/AmazonECSTaskExecutionRolePolicy");

    /// <summary>A new role that a service may assume, with a managed policy or the actions it may do on everything.</summary>
    public async Task<string> NewRoleAsync(string service, string? managedPolicy = null, params string[] actions)
    {
        var name = Unique("role");
        var created = await Boto.CallAsync("iam", "CreateRole", new JsonObject
        {
            ["RoleName"] = name,
            ["AssumeRolePolicyDocument"] = Policy(new JsonObject
            {
                ["Effect"] = "Allow",
                ["Principal"] = new JsonObject { ["Service"] = service },
                ["Action"] = "sts:AssumeRole",
            }),
        });
        if (managedPolicy is not null)
        {
            await Boto.CallAsync("iam", "AttachRolePolicy", new JsonObject
            {
                ["RoleName"] = name,
                ["PolicyArn"] = "arn:aws:iam::aws:policy/" + managedPolicy,
            });
        }

        if (actions.Length > 0)
        {
            await Boto.CallAsync("iam", "PutRolePolicy", new JsonObject
            {
                ["RoleName"] = name,
                ["PolicyName"] = "own",
                ["PolicyDocument"] = Policy(new JsonObject
                {
                    ["Effect"] = "Allow",
                    ["Action"] = new JsonArray(actions.Select(action => (JsonNode)action).ToArray()),
                    ["Resource"] = "*",
                }),
            });
        }

        return (string)created["Role"]!["Arn"]!;
    }

    public static string Policy(JsonObject statement)
        => new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) }.ToJsonString();

    /// <summary>The awslogs driver with a group.</summary>
    public static JsonObject Logs(string group, bool create = false)
    {
        var options = new JsonObject { ["awslogs-group"] = group, ["awslogs-region"] = "us-east-1", ["awslogs-stream-prefix"] = "test" };
        if (create)
        {
            options["awslogs-create-group"] = "true";
        }

        return new JsonObject { ["logDriver"] = "awslogs", ["options"] = options };
    }

    /// <summary>The lines of a container of a task.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync(string group, JsonObject task, string container)
    {
        var events = await Boto.CallAsync("logs", "GetLogEvents", new JsonObject
        {
            ["logGroupName"] = group,
            ["logStreamName"] = $"test/{container}/{((string)task["taskArn"]!).Split('/').Last()}",
            ["startFromHead"] = true,
        });
        return events["events"]!.AsArray().Select(item => (string)item!["message"]!).ToList();
    }

    public Task<JsonObject> WaitForStopAsync(JsonObject task) => WaitAsync(task, Settled);

    /// <summary>Asks until the task has one of these states.</summary>
    public async Task<JsonObject> WaitAsync(JsonObject task, params string[] states)
        => await WaitAsync(task, now => states.Contains((string)now["lastStatus"]!), string.Join("/", states));

    public async Task<JsonObject> WaitAsync(JsonObject task, Func<JsonObject, bool> until, string what)
    {
        var cluster = (string)task["clusterArn"]!;
        var seen = new List<string>();
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            var now = (await EcsAsync(
                "DescribeTasks",
                new JsonObject { ["cluster"] = cluster, ["tasks"] = new JsonArray((string)task["taskArn"]!) }))["tasks"]![0]!.AsObject();
            if (until(now))
            {
                return now;
            }

            seen.Add((string)now["lastStatus"]!);
            await Task.Delay(50);
        }

        throw new TimeoutException($"The task never became {what}; it was {string.Join(", ", seen.Distinct())}.");
    }

    public async Task<string> SubnetAsync()
        => _subnet ??= (string)(await Boto.CallAsync("ec2", "DescribeSubnets"))["Subnets"]![0]!["SubnetId"]!;
}
