using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Tests.Sandbox.Ecs;

namespace EcsTools.Tests.Sandbox.EcsServices;

/// <summary>A simulated sandbox whose tasks go through their states quickly.</summary>
public sealed class ServiceSandbox : EcsSandbox
{
    protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Simulated, TimeScale = 20 };
}

/// <summary>What tests of services ask of a sandbox, simulated or real.</summary>
internal static class ServiceCalls
{
    private const int Attempts = 1200;

    /// <summary>The input of a CreateService that is in order, for a test to spoil.</summary>
    public static async Task<JsonObject> ServiceInputAsync(
        this EcsSandbox sandbox, string cluster, string taskDefinition, int count = 1) => new()
        {
            ["cluster"] = cluster,
            ["serviceName"] = "web",
            ["taskDefinition"] = taskDefinition,
            ["desiredCount"] = count,
            ["launchType"] = "FARGATE",
            ["networkConfiguration"] = new JsonObject
            {
                ["awsvpcConfiguration"] = new JsonObject
                {
                    ["subnets"] = new JsonArray(await sandbox.SubnetAsync()),
                    ["assignPublicIp"] = "ENABLED",
                },
            },
        };

    public static async Task<JsonObject> CreateServiceAsync(this EcsSandbox sandbox, JsonObject input)
        => (await sandbox.EcsAsync("CreateService", input))["service"]!.AsObject();

    /// <summary>A service <c>web</c> of a new cluster, waited for until it is steady.</summary>
    public static async Task<JsonObject> SteadyServiceAsync(
        this EcsSandbox sandbox, JsonObject definition, int count = 1, JsonObject? more = null)
    {
        var input = await sandbox.ServiceInputAsync(await sandbox.ClusterAsync(), await sandbox.RegisterAsync(definition), count);
        foreach (var member in more ?? [])
        {
            input[member.Key] = member.Value?.DeepClone();
        }

        return await sandbox.SteadyAsync(await sandbox.CreateServiceAsync(input));
    }

    public static JsonObject Breaker(bool rollback = true) => new()
    {
        ["deploymentConfiguration"] = new JsonObject
        {
            ["deploymentCircuitBreaker"] = new JsonObject { ["enable"] = true, ["rollback"] = rollback },
        },
    };

    public static Task<JsonObject> UpdateAsync(this EcsSandbox sandbox, JsonObject service, JsonObject changes)
    {
        var input = changes.DeepClone().AsObject();
        input["cluster"] = (string)service["clusterArn"]!;
        input["service"] = (string)service["serviceName"]!;
        return sandbox.EcsAsync("UpdateService", input);
    }

    public static async Task<JsonObject> DescribeAsync(this EcsSandbox sandbox, JsonObject service) => (await sandbox.EcsAsync(
        "DescribeServices",
        new JsonObject { ["cluster"] = (string)service["clusterArn"]!, ["services"] = new JsonArray((string)service["serviceName"]!) }))
        ["services"]![0]!.AsObject();

    /// <summary>As <c>aws ecs wait services-stable</c>: one deployment, and as many tasks as desired; here COMPLETED as well.</summary>
    public static Task<JsonObject> SteadyAsync(this EcsSandbox sandbox, JsonObject service) => sandbox.WaitForServiceAsync(
        service,
        now => now["deployments"]!.AsArray().Count == 1
            && (string?)now["deployments"]![0]!["rolloutState"] == "COMPLETED"
            && (int)now["runningCount"]! == (int)now["desiredCount"]!
            && ((string)now["events"]![0]!["message"]!).EndsWith("has reached a steady state.", StringComparison.Ordinal),
        "steady");

    public static async Task<JsonObject> WaitForServiceAsync(
        this EcsSandbox sandbox, JsonObject service, Func<JsonObject, bool> until, string what)
    {
        JsonObject? now = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            now = await sandbox.DescribeAsync(service);
            if (until(now))
            {
                return now;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The service never was {what}: {now}");
    }

    /// <summary>The newest service deployment, once it has one of these states.</summary>
    public static async Task<JsonObject> WaitForDeploymentAsync(this EcsSandbox sandbox, JsonObject service, params string[] states)
    {
        JsonObject? now = null;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            now = (await sandbox.HistoryAsync(service))[0];
            if (states.Contains((string)now["status"]!))
            {
                return now;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The service deployment never was {string.Join("/", states)}: {now}\n{await sandbox.DescribeAsync(service)}");
    }

    /// <summary>The pause at which the newest service deployment waits, once it does.</summary>
    public static async Task<JsonObject> WaitingHookAsync(this EcsSandbox sandbox, JsonObject service)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if ((await sandbox.HistoryAsync(service))[0]["lifecycleHookDetails"]?.AsArray()
                .FirstOrDefault(item => (string?)item!["status"] == "AWAITING_ACTION") is { } hook)
            {
                return hook.AsObject();
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The service deployment never waited.");
    }

    /// <summary>Lets the newest service deployment go on from its pause, which it has reached or will reach.</summary>
    public static async Task AnswerHookAsync(this EcsSandbox sandbox, JsonObject service, JsonObject? hook = null)
    {
        hook ??= await sandbox.WaitingHookAsync(service);
        await sandbox.EcsAsync("ContinueServiceDeployment", new JsonObject
        {
            ["serviceDeploymentArn"] = (await sandbox.HistoryAsync(service))[0]["serviceDeploymentArn"]!.DeepClone(),
            ["hookId"] = hook["hookId"]!.DeepClone(),
            ["action"] = "CONTINUE",
        });
    }

    /// <summary>The service deployments, described, newest first.</summary>
    public static async Task<IReadOnlyList<JsonObject>> HistoryAsync(this EcsSandbox sandbox, JsonObject service)
    {
        var listed = await sandbox.EcsAsync("ListServiceDeployments", new JsonObject
        {
            ["cluster"] = (string)service["clusterArn"]!,
            ["service"] = (string)service["serviceName"]!,
        });
        var arns = listed["serviceDeployments"]!.AsArray().Select(item => (string)item!["serviceDeploymentArn"]!).ToList();
        var described = await sandbox.EcsAsync("DescribeServiceDeployments", new JsonObject
        {
            ["serviceDeploymentArns"] = new JsonArray(arns.Select(arn => (JsonNode)arn).ToArray()),
        });
        var all = described["serviceDeployments"]!.AsArray();
        return arns.ConvertAll(arn => all.Single(item => (string?)item!["serviceDeploymentArn"] == arn)!.AsObject());
    }

    /// <summary>The tasks of the service that run or are to run.</summary>
    public static Task<IReadOnlyList<JsonObject>> TasksAsync(this EcsSandbox sandbox, JsonObject service)
        => sandbox.TasksAsync(service, "RUNNING");

    public static async Task<IReadOnlyList<JsonObject>> TasksAsync(this EcsSandbox sandbox, JsonObject service, string desired)
    {
        var cluster = (string)service["clusterArn"]!;
        var arns = (await sandbox.EcsAsync("ListTasks", new JsonObject
        {
            ["cluster"] = cluster,
            ["serviceName"] = (string)service["serviceName"]!,
            ["desiredStatus"] = desired,
        }))["taskArns"]!;
        return arns.AsArray().Count == 0
            ? []
            : (await sandbox.EcsAsync("DescribeTasks", new JsonObject { ["cluster"] = cluster, ["tasks"] = arns.DeepClone() }))["tasks"]!
                .AsArray().Select(task => task!.AsObject()).ToList();
    }

    /// <summary>The messages of the service, oldest first, without its name.</summary>
    public static IReadOnlyList<string> Messages(JsonObject service) => service["events"]!.AsArray().Reverse()
        .Select(item => ((string)item!["message"]!).Replace($"(service {service["serviceName"]}) ", "", StringComparison.Ordinal))
        .ToList();

    public static string IdOf(JsonNode task) => ((string)task["taskArn"]!).Split('/').Last();
}
