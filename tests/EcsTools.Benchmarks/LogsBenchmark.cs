using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Benchmarks.Push;
using EcsTools.Logs;
using EcsTools.Sandbox;

namespace EcsTools.Benchmarks;

/// <summary>
/// A log in a sandbox: how quickly one that is there is read, and how far behind a reader is that follows one while a task writes 40,000 lines a second. The
/// AWS CLI does the same where it can: version 1 has no <c>aws logs tail</c>.
/// </summary>
internal static class LogsBenchmark
{
    private const int Backlog = 300_000;
    private const int PerSecond = 40_000;
    private const int Seconds = 8;
    private const int Batches = 10;

    public static async Task RunAsync()
    {
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated, TimeScale = 20 }, CancellationToken.None);
        using var connection = new AwsConnection(
            new BasicAWSCredentials(sandbox.AccessKey, sandbox.SecretKey), sandbox.Region, sandbox.EndpointUrl, SystemClock.Instance);
        Console.WriteLine("logs                          lines    lines/s   lag ms: median      99 %       most");
        await ReadBacklogAsync(sandbox, connection);
        await FollowAsync(sandbox, connection, new Follower("Get-FargateLog -Follow", FollowOursAsync));
        if (Tool.IsInstalled("aws") && await AwsCli.HasTailAsync(sandbox))
        {
            await FollowAsync(sandbox, connection, new Follower("aws logs tail --follow", AwsCli.FollowAsync));
        }
        else
        {
            Console.WriteLine("  aws logs tail --follow    left out: it needs version 2 of the AWS CLI");
        }
    }

    private static async Task ReadBacklogAsync(SandboxServer sandbox, AwsConnection connection)
    {
        var log = await BenchLog.StartAsync(sandbox, connection);
        for (var batch = 0; batch < Backlog / 10_000; batch++)
        {
            await log.WriteAsync(10_000);
        }

        var watch = Stopwatch.StartNew();
        var count = 0;
        await foreach (var unused in new TaskLogs(connection).ReadAsync(new TaskLogRequest { Tasks = [log.Task] }, error => throw error, null, default))
        {
            count++;
        }

        Print("Get-FargateLog", count, watch.Elapsed, null);
        if (Tool.IsInstalled("aws"))
        {
            watch.Restart();
            Print("aws logs filter-log-events", await AwsCli.ReadAsync(sandbox, log), watch.Elapsed, null);
        }
    }

    private static async Task FollowAsync(SandboxServer sandbox, AwsConnection connection, Follower follower)
    {
        var log = await BenchLog.StartAsync(sandbox, connection);
        const int Expected = PerSecond * Seconds;
        var lags = new List<double>(Expected);
        var last = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = Stopwatch.StartNew();
        var reading = follower.Run(sandbox, connection, log, line =>
        {
            if (BenchLog.AgeOf(line) is { } age)
            {
                lags.Add(age.TotalMilliseconds);
                if (lags.Count == Expected)
                {
                    last.TrySetResult();
                }
            }
        }, last.Task);
        var pause = TimeSpan.FromSeconds(1.0 / Batches);
        for (var batch = 0; batch < Seconds * Batches; batch++)
        {
            await log.WriteAsync(PerSecond / Batches);
            var ahead = ((batch + 1) * pause) - watch.Elapsed;
            await Task.Delay(ahead > TimeSpan.Zero ? ahead : TimeSpan.Zero);
        }

        await log.StopAsync(connection);
        await reading;
        Print(follower.Name, lags.Count, watch.Elapsed, lags);
        if (lags.Count != Expected)
        {
            Console.WriteLine($"  {follower.Name}: {Expected - lags.Count} lines are missing");
        }
    }

    private static async Task FollowOursAsync(SandboxServer sandbox, AwsConnection connection, BenchLog log, Action<string> line, Task last)
    {
        await foreach (var read in new TaskLogs(connection)
            .ReadAsync(new TaskLogRequest { Tasks = [log.Task], Follow = true }, error => throw error, null, default))
        {
            line(read.Message);
        }
    }

    private static void Print(string name, int lines, TimeSpan time, List<double>? lags)
    {
        lags?.Sort();
        var lag = lags is not { Count: > 0 } ? ""
            : FormattableString.Invariant($"{lags[lags.Count / 2],18:F0}{lags[(int)(lags.Count * 0.99)],10:F0}{lags[^1],11:F0}");
        Console.WriteLine(FormattableString.Invariant($"  {name,-26}{lines,8}{lines / time.TotalSeconds,11:F0}{lag}"));
    }

    private sealed record Follower(string Name, Func<SandboxServer, AwsConnection, BenchLog, Action<string>, Task, Task> Run);
}
