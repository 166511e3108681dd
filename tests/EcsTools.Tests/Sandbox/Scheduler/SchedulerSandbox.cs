using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Events;
using EcsTools.Sandbox.Services.Scheduler;
using EcsTools.Sandbox.Services.ScheduleTargets;
using EcsTools.Tests.Sandbox.Ecs;

namespace EcsTools.Tests.Sandbox.Scheduler;

/// <summary>A simulated sandbox whose schedules go a thousand times faster than the clock on the wall.</summary>
public class SchedulerSandbox : EcsSandbox
{
    protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Simulated, TimeScale = 1000 };

    public Task<JsonObject> CallAsync(string operation, JsonObject? input = null) => Boto.CallAsync("scheduler", operation, input);

    public Task<string> RefusedAsync(string operation, JsonObject input) => Boto.RefusalAsync("scheduler", operation, input);

    /// <summary>A role of the Scheduler (or another service) that may run tasks and pass their roles.</summary>
    public Task<string> RunnerAsync(string service = "scheduler.amazonaws.com") => NewRoleAsync(service, null, "ecs:RunTask", "iam:PassRole", "ecs:TagResource");

    /// <summary>A target that runs a new task definition, with an execution role, on a new cluster.</summary>
    public async Task<JsonObject> TargetAsync(string role)
    {
        var definition = Definition();
        definition["executionRoleArn"] = await RoleAsync();
        return new JsonObject
        {
            ["Arn"] = "arn:aws:ecs:us-east-1:000000000000:cluster/" + await ClusterAsync(),
            ["RoleArn"] = role,
            ["EcsParameters"] = new JsonObject
            {
                ["TaskDefinitionArn"] = await RegisterAsync(definition),
                ["LaunchType"] = "FARGATE",
                ["NetworkConfiguration"] = new JsonObject
                {
                    ["awsvpcConfiguration"] = new JsonObject { ["Subnets"] = new JsonArray(await SubnetAsync()) },
                },
            },
        };
    }

    /// <summary>A schedule that is in order, for a test to change.</summary>
    public async Task<JsonObject> ScheduleAsync(string expression, string? role = null) => new()
    {
        ["Name"] = Unique("schedule"),
        ["ScheduleExpression"] = expression,
        ["FlexibleTimeWindow"] = new JsonObject { ["Mode"] = "OFF" },
        ["Target"] = await TargetAsync(role ?? await RunnerAsync()),
    };

    /// <summary>The tasks of the target's cluster, running and stopped.</summary>
    public async Task<IReadOnlyList<JsonObject>> TasksAsync(JsonObject target)
    {
        var cluster = (string)target["Arn"]!;
        var arns = new JsonArray();
        foreach (var status in new[] { "RUNNING", "STOPPED" })
        {
            var listed = await EcsAsync("ListTasks", new JsonObject { ["cluster"] = cluster, ["desiredStatus"] = status });
            foreach (var arn in listed["taskArns"]!.AsArray())
            {
                arns.Add(arn!.DeepClone());
            }
        }

        return arns.Count == 0
            ? []
            : (await EcsAsync("DescribeTasks", new JsonObject { ["cluster"] = cluster, ["tasks"] = arns }))["tasks"]!.AsArray()
                .Select(task => task!.AsObject()).ToList();
    }

    internal IReadOnlyList<Invocation> Invocations(string name)
        => Server.Cloud.Service<SchedulerService>().Invocations
            .Concat(Server.Cloud.Service<EventsService>().Invocations)
            .Where(invocation => invocation.Name == name || invocation.Name.EndsWith("/" + name)).ToList();

    internal async Task<IReadOnlyList<Invocation>> WaitForInvocationsAsync(string name, int count)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (Invocations(name) is var found && found.Count >= count)
            {
                return found;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"{name} fired {Invocations(name).Count} times and not {count}.");
    }
}
