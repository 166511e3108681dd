using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Scheduler;
using EcsTools.Tests.Sandbox.Ecs;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Scheduler;

public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [SkippableFact]
    public async Task Clusters_definitions_tasks_schedules_and_rules_survive_and_what_ran_has_stopped()
    {
        string task;
        await using (var first = await StartedSandbox.OnAsync(_data.Path))
        {
            await first.EcsAsync("CreateCluster", new JsonObject { ["clusterName"] = "kept" });
            var definition = EcsSandbox.Definition("kept", new JsonObject
            {
                ["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = 80 }),
            });
            await first.RegisterAsync(definition);
            await first.RegisterAsync(definition);
            var running = await first.RunAsync("kept", "kept:1");
            task = (string)running["taskArn"]!;
            await first.WaitAsync(running, "RUNNING");
            await first.Boto.CallAsync("scheduler", "CreateSchedule", await first.ScheduleAsync("kept", "cron(0 9 * * ? *)"));
            await first.Boto.CallAsync("events", "PutRule", new JsonObject { ["Name"] = "kept", ["ScheduleExpression"] = "rate(1 day)" });
        }

        await using var second = await StartedSandbox.OnAsync(_data.Path);
        var stopped = (await second.EcsAsync("DescribeTasks", new JsonObject
        {
            ["cluster"] = "kept",
            ["tasks"] = new JsonArray(task),
        }))["tasks"]![0]!;
        await second.EcsAsync("DeregisterTaskDefinition", new JsonObject { ["taskDefinition"] = "kept:2" });

        Assert.Equal("STOPPED", (string?)stopped["lastStatus"]);
        Assert.Equal("TerminationNotice", (string?)stopped["stopCode"]);
        Assert.EndsWith(":3", await second.RegisterAsync(EcsSandbox.Definition("kept")));
        Assert.Equal("cron(0 9 * * ? *)", (string?)(await second.Boto.CallAsync("scheduler", "GetSchedule", new JsonObject { ["Name"] = "kept" }))["ScheduleExpression"]);
        Assert.Equal("rate(1 day)", (string?)(await second.Boto.CallAsync("events", "DescribeRule", new JsonObject { ["Name"] = "kept" }))["ScheduleExpression"]);
    }

    [SkippableFact]
    public async Task Times_that_passed_while_the_sandbox_was_down_are_not_made_up_for()
    {
        var soon = DateTime.UtcNow.AddSeconds(4).ToString("yyyy-MM-dd'T'HH:mm:ss");
        await using (var first = await StartedSandbox.OnAsync(_data.Path))
        {
            await first.Boto.CallAsync("ecs", "CreateCluster", new JsonObject { ["clusterName"] = "kept" });
            await first.RegisterAsync(EcsSandbox.Definition("kept"));
            await first.Boto.CallAsync("scheduler", "CreateSchedule", await first.ScheduleAsync("missed", $"at({soon})"));
        }

        while (DateTime.UtcNow < DateTime.Parse(soon).AddSeconds(1))
        {
            await Task.Delay(100);
        }

        await using var second = await StartedSandbox.OnAsync(_data.Path);
        await second.Boto.CallAsync("scheduler", "CreateSchedule", await second.ScheduleAsync("witness", "rate(1 day)"));
        var scheduler = second.Server.Cloud.Service<SchedulerService>();
        while (scheduler.Invocations.Count == 0)
        {
            await Task.Delay(50);
        }

        Assert.Equal("default/witness", Assert.Single(scheduler.Invocations).Name);
    }

    /// <summary>A sandbox that keeps its state in a folder.</summary>
    private sealed class StartedSandbox(string data) : EcsSandbox, IAsyncDisposable
    {
        protected override SandboxOptions Options => new() { Runtime = SandboxRuntime.Simulated, DataPath = data };

        public static async Task<StartedSandbox> OnAsync(string data)
        {
            var sandbox = new StartedSandbox(data);
            await sandbox.InitializeAsync();
            return sandbox;
        }

        public async Task<JsonObject> ScheduleAsync(string name, string expression) => new()
        {
            ["Name"] = name,
            ["ScheduleExpression"] = expression,
            ["FlexibleTimeWindow"] = new JsonObject { ["Mode"] = "OFF" },
            ["Target"] = new JsonObject
            {
                ["Arn"] = "arn:aws:ecs:us-east-1:000000000000:cluster/kept",
                ["RoleArn"] = await NewRoleAsync("scheduler.amazonaws.com", null, "ecs:RunTask", "iam:PassRole"),
                ["EcsParameters"] = new JsonObject
                {
                    ["TaskDefinitionArn"] = "arn:aws:ecs:us-east-1:000000000000:task-definition/kept",
                    ["LaunchType"] = "FARGATE",
                    ["NetworkConfiguration"] = new JsonObject
                    {
                        ["awsvpcConfiguration"] = new JsonObject { ["Subnets"] = new JsonArray(await SubnetAsync()) },
                    },
                },
            },
        };

        async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
    }
}
