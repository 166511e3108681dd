using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace EcsTools.Tests.Services;

/// <summary>A service <c>web</c> in the cluster <c>demo</c> on its way from web:1 to web:2, whose state a test moves on look by
/// look.</summary>
internal sealed class ServiceScript
{
    public const string Old = "arn:aws:ecs:us-east-1:123456789012:task-definition/web:1";
    public const string New = "arn:aws:ecs:us-east-1:123456789012:task-definition/web:2";
    public const string Deployment = "arn:aws:ecs:us-east-1:123456789012:service-deployment/demo/web/second";
    public const string FirstDeployment = "arn:aws:ecs:us-east-1:123456789012:service-deployment/demo/web/first";
    private const string Cluster = "arn:aws:ecs:us-east-1:123456789012:cluster/demo";
    private const string Service = "arn:aws:ecs:us-east-1:123456789012:service/demo/web";
    private const string Revision = "arn:aws:ecs:us-east-1:123456789012:service-revision/demo/web/";
    private const double Begun = 1_760_000_000;

    private readonly List<JsonObject> _stopped = [];
    private readonly List<JsonObject> _running = [];
    private readonly List<JsonObject> _events = [];
    private int _looks;

    public ServiceScript(ScriptedEcs ecs)
    {
        ecs.On("DescribeServices", _ =>
            {
                OnLook(++_looks);
                return new JsonObject { ["services"] = IsThere ? new JsonArray(ServiceJson()) : [] };
            })
            .On(
                "ListServiceDeployments",
                _ => new JsonObject { ["serviceDeployments"] = new JsonArray(Listed.Select(arn => (JsonNode)Brief(arn)).ToArray()) })
            .On(
                "DescribeServiceDeployments",
                input => new JsonObject
                {
                    ["serviceDeployments"] = new JsonArray(DeploymentJson((string)input["serviceDeploymentArns"]![0]!)),
                })
            .On("DescribeServiceRevisions", input => new JsonObject
            {
                ["serviceRevisions"] = new JsonArray(input["serviceRevisionArns"]!.AsArray().Select(arn => (JsonNode)new JsonObject
                {
                    ["serviceRevisionArn"] = (string)arn!,
                    ["taskDefinition"] = ((string)arn!).EndsWith('2') ? New : Old,
                }).ToArray()),
            })
            .On("ListTasks", input => new JsonObject
            {
                ["taskArns"] = new JsonArray(
                    (
                        (string)input["desiredStatus"]! == "STOPPED"
                            ? _stopped
                            : _running).Select(task => (JsonNode)(string)task["taskArn"]!).ToArray()),
            })
            .On("DescribeTasks", input => new JsonObject
            {
                ["tasks"] = new JsonArray(_stopped.Concat(_running)
                    .Where(task => input["tasks"]!.AsArray().Any(arn => (string)arn! == (string)task["taskArn"]!))
                    .Select(task => task.DeepClone())
                    .ToArray()),
            })
            .On("DescribeTaskDefinition", input => new JsonObject { ["taskDefinition"] = DefinitionJson((string)input["taskDefinition"]!) })
            .On("GetLogEvents", input => new JsonObject
            {
                ["events"] = new JsonArray(
                    new JsonObject { ["timestamp"] = 1, ["message"] = "starting" },
                    new JsonObject { ["timestamp"] = 2, ["message"] = "Error: no database" }),
                ["nextForwardToken"] = "f",
                ["nextBackwardToken"] = "b",
            })
            .On("StopServiceDeployment", _ =>
            {
                Status = "ROLLBACK_SUCCESSFUL";
                return new JsonObject { ["serviceDeploymentArn"] = Deployment };
            });
    }

    /// <summary>Moves the state on, at each look with its number.</summary>
    public Action<int> OnLook { get; set; } = _ => { };

    public string Status { get; set; } = "IN_PROGRESS";

    public string? StatusReason { get; set; }

    public int Desired { get; set; } = 2;

    public int Running { get; set; } = 2;

    public bool HasBreaker { get; set; } = true;

    public bool IsThere { get; set; } = true;

    public bool IsFirst { get; set; }

    public int BreakerCount { get; set; }

    public int BreakerThreshold { get; set; } = 3;

    public string[] Alarms { get; set; } = [];

    public List<string> Listed { get; } = [Deployment, FirstDeployment];

    /// <summary>A task of web:2 that stopped.</summary>
    public void Fail(string stopCode, string reason, int? exitCode = null, string? containerReason = null)
    {
        var task = TaskJson($"{_stopped.Count + 1:x32}", "STOPPED");
        task["stopCode"] = stopCode;
        task["stoppedReason"] = reason;
        task["stoppedAt"] = Begun + 10;
        task["executionStoppedAt"] = Begun + 10;
        if (exitCode is int code)
        {
            task["containers"]![0]!["exitCode"] = code;
        }

        task["containers"]![0]!["reason"] = containerReason;
        _stopped.Add(task);
    }

    /// <summary>Leaves the last task that stopped for this number of looks in the state before its end, in which it gives no reason.</summary>
    public void EndSlowly(int looks)
    {
        var task = _stopped[^1];
        var ended = (JsonObject)task.DeepClone();
        task["lastStatus"] = "DEPROVISIONING";
        task["desiredStatus"] = "STOPPED";
        task["containers"]![0]!.AsObject().Remove("exitCode");
        var before = OnLook;
        OnLook = look =>
        {
            before(look);
            if (look > looks)
            {
                _stopped[_stopped.IndexOf(task)] = ended;
                OnLook = before;
            }
        };
    }

    /// <summary>A task of web:2 that runs.</summary>
    public void Run(double startedAgo, string health = "UNKNOWN")
    {
        var task = TaskJson($"{_running.Count + 1001:x32}", "RUNNING");
        task["startedAt"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - startedAgo;
        task["healthStatus"] = health;
        _running.Add(task);
    }

    public void Happen(string message)
        => _events.Insert(
            0, new JsonObject { ["id"] = $"event-{_events.Count}", ["createdAt"] = Begun + 1 + _events.Count, ["message"] = message });

    private JsonObject ServiceJson() => new()
    {
        ["serviceArn"] = Service,
        ["serviceName"] = "web",
        ["clusterArn"] = Cluster,
        ["status"] = "ACTIVE",
        ["desiredCount"] = Desired,
        ["runningCount"] = Running,
        ["pendingCount"] = 0,
        ["taskDefinition"] = Status.StartsWith("ROLLBACK", StringComparison.Ordinal) ? Old : New,
        ["deployments"] = new JsonArray(),
        ["events"] = new JsonArray(_events.Select(happened => happened.DeepClone()).ToArray()),
    };

    private JsonObject Brief(string arn) => new()
    {
        ["serviceDeploymentArn"] = arn,
        ["createdAt"] = arn == Deployment ? Begun : arn == FirstDeployment ? Begun - 1000 : Begun + 1000,
        ["status"] = arn == Deployment ? Status : "SUCCESSFUL",
        ["targetServiceRevisionArn"] = Revision + (arn == FirstDeployment ? "1" : "2"),
    };

    private JsonObject DeploymentJson(string arn)
    {
        var json = new JsonObject
        {
            ["serviceDeploymentArn"] = arn,
            ["serviceArn"] = Service,
            ["clusterArn"] = Cluster,
            ["createdAt"] = Begun,
            ["startedAt"] = Begun,
            ["status"] = Status,
            ["statusReason"] = StatusReason,
            ["targetServiceRevision"] = new JsonObject
            {
                ["arn"] = Revision + "2",
                ["requestedTaskCount"] = Desired,
                ["runningTaskCount"] = Running,
                ["pendingTaskCount"] = 0,
            },
            ["sourceServiceRevisions"] = IsFirst
                ? new JsonArray()
                : new JsonArray(new JsonObject { ["arn"] = Revision + "1", ["runningTaskCount"] = 2 }),
            ["deploymentConfiguration"] = new JsonObject
            {
                ["deploymentCircuitBreaker"] = new JsonObject { ["enable"] = HasBreaker, ["rollback"] = HasBreaker },
            },
            ["deploymentCircuitBreaker"] = new JsonObject
            {
                ["status"] = HasBreaker ? "MONITORING" : "DISABLED",
                ["failureCount"] = BreakerCount,
                ["threshold"] = BreakerThreshold,
            },
            ["alarms"] = new JsonObject
            {
                ["status"] = "DISABLED",
                ["triggeredAlarmNames"] = new JsonArray(Alarms.Select(alarm => (JsonNode)alarm).ToArray()),
            },
        };
        if (Status.StartsWith("ROLLBACK", StringComparison.Ordinal))
        {
            json["rollback"] = new JsonObject
            {
                ["reason"] = "Service deployment rolled back because the circuit breaker threshold was exceeded.",
                ["serviceRevisionArn"] = Revision + "1",
            };
        }

        return json;
    }

    private static JsonObject TaskJson(string id, string status) => new()
    {
        ["taskArn"] = "arn:aws:ecs:us-east-1:123456789012:task/demo/" + id,
        ["clusterArn"] = Cluster,
        ["taskDefinitionArn"] = New,
        ["lastStatus"] = status,
        ["desiredStatus"] = status,
        ["group"] = "service:web",
        ["createdAt"] = Begun + 1,
        ["startedAt"] = Begun + 5,
        ["attributes"] = new JsonArray(new JsonObject { ["name"] = "ecstools:runtime", ["value"] = "Simulated" }),
        ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["lastStatus"] = status }),
    };

    private static JsonObject DefinitionJson(string arn) => new()
    {
        ["taskDefinitionArn"] = arn,
        ["family"] = "web",
        ["revision"] = int.Parse(arn.Split(':')[^1]),
        ["status"] = "ACTIVE",
        ["cpu"] = "256",
        ["memory"] = "512",
        ["containerDefinitions"] = new JsonArray(new JsonObject
        {
            ["name"] = "app",
            ["image"] = "example:1",
            ["essential"] = true,
            ["logConfiguration"] = new JsonObject
            {
                ["logDriver"] = "awslogs",
                ["options"] = new JsonObject
                {
                    ["awslogs-group"] = "/ecs/web",
                    ["awslogs-region"] = "us-east-1",
                    ["awslogs-stream-prefix"] = "ecs",
                },
            },
        }),
    };
}
