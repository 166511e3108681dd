using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Clusters;
using EcsTools.Network;
using EcsTools.Sandbox;
using EcsTools.TaskDefinitions;
using EcsTools.Tasks;

namespace EcsTools.Benchmarks;

/// <summary>A task that runs, and its log stream. Each line carries the time at which it was written.</summary>
internal sealed class BenchLog(SandboxServer sandbox, TaskReference task, string group, string stream)
{
    private const string Mark = "written ";
    private static int _number;

    public TaskReference Task => task;

    public string Group => group;

    public string Stream => stream;

    public static async Task<BenchLog> StartAsync(SandboxServer sandbox, AwsConnection connection)
    {
        var name = $"bench-{++_number}";
        var clusters = new FargateClusters(connection);
        await clusters.ApplyAsync(await clusters.PlanAsync(new FargateClusterRequest { Cluster = name }, default), null, default);
        var definitions = new FargateTaskDefinitions(connection);
        var group = "/bench/" + name;
        var request = new TaskDefinitionRequest { Family = name, ImageUri = "example:1", LogGroup = group, Ports = [new TaskPort(80, "tcp")] };
        await definitions.ApplyAsync(await definitions.PlanAsync(request, default), null, default);
        var start = new TaskStart(connection);
        var plan = await start.PlanAsync(new StartTaskRequest { TaskDefinition = name, Cluster = name }, default);
        var task = (await start.StartAsync(plan, error => throw error, null, default).ToListAsync()).Single();
        while (true)
        {
            var streams = await sandbox.CallAsync("AWSSDK.CloudWatchLogs", "DescribeLogStreams", new JsonObject { ["logGroupName"] = group });
            if (streams["logStreams"]!.AsArray() is [var found, ..])
            {
                return new BenchLog(sandbox, TaskReference.Parse(task.TaskArn, null), group, (string)found!["logStreamName"]!);
            }

            await System.Threading.Tasks.Task.Delay(20);
        }
    }

    /// <summary>Writes lines in one call, as the log driver does.</summary>
    public async Task WriteAsync(int count)
    {
        var now = DateTimeOffset.UtcNow;
        var message = Mark + now.Ticks.ToString(CultureInfo.InvariantCulture) + " and some words as a web server writes them";
        var events = Enumerable.Range(0, count)
            .Select(_ => (JsonNode)new JsonObject { ["timestamp"] = now.ToUnixTimeMilliseconds(), ["message"] = message }).ToArray();
        await sandbox.CallAsync(
            "AWSSDK.CloudWatchLogs",
            "PutLogEvents",
            new JsonObject { ["logGroupName"] = group, ["logStreamName"] = stream, ["logEvents"] = new JsonArray(events) });
    }

    public async Task StopAsync(AwsConnection connection)
        => await connection.Ecs.StopTaskAsync(new Amazon.ECS.Model.StopTaskRequest { Cluster = task.Cluster, Task = task.Task });

    /// <summary>How long ago a line was written; null for other lines.</summary>
    public static TimeSpan? AgeOf(string line)
    {
        var at = line.IndexOf(Mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var digits = line.AsSpan(at + Mark.Length);
        digits = digits[..digits.IndexOf(' ')];
        return TimeSpan.FromTicks(DateTimeOffset.UtcNow.Ticks - long.Parse(digits, CultureInfo.InvariantCulture));
    }
}
