using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Sandbox;
using EcsTools.Services;
using EcsTools.Tasks;

namespace EcsTools.Benchmarks;

/// <summary>
/// Lists of an account with 10,000 running tasks and 2,000 services, against the sandbox with AWS's rates on: how long a reader takes beside
/// what the token buckets allow, each list in a process of its own; and the AWS CLI doing the same with one cluster of it.
/// </summary>
internal static class ListBenchmark
{
    private const int Clusters = 10;
    private const int Services = 200;
    private const int Tasks = 5;

    // Both buckets: 100 calls at once, 20 a second from then on.
    private const double Burst = 100;
    private const double PerSecond = 20;

    public static async Task RunAsync()
    {
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Runtime = SandboxRuntime.Simulated, LimitRates = true, TimeScale = 20 }, CancellationToken.None);
        var watch = Stopwatch.StartNew();
        await LargeAccount.FillAsync(sandbox, Clusters, Services, Tasks);
        var all = Clusters * Services;
        Console.WriteLine($"list: {all * Tasks} tasks, {all} services, {Clusters} clusters, filled in {watch.Elapsed.TotalSeconds:F0} s; AWS's rates");
        Console.WriteLine("                       objects  first s  all s  bucket s  ratio  throttled  cpu s  peak MB  live MB");

        // A hundred names of tasks a page and a hundred tasks a description; a hundred names of services and ten services.
        var tasksOfOne = Services * Tasks;
        await OursAsync(sandbox, "tasks", "cluster-0", tasksOfOne, 2 * Pages(tasksOfOne, 100));
        await OursAsync(sandbox, "tasks", "cluster-*", all * Tasks, Clusters * 2 * Pages(tasksOfOne, 100));
        await OursAsync(sandbox, "services", "cluster-0", Services, Pages(Services, 100) + Pages(Services, 10));
        await OursAsync(sandbox, "services", "cluster-*", all, Clusters * (Pages(Services, 100) + Pages(Services, 10)));
        await CliAsync(sandbox);
    }

    /// <summary>
    /// The process that reads: prints objects, seconds to the first and to the last, seconds of processor time, and its peak memory. It reads
    /// one service's cluster first, as a session does that has run a command before.
    /// </summary>
    public static async Task ReadAsync(string what, string cluster, int expected)
    {
        using var connection = await Aws.AwsConnections.ConnectAsync(new Aws.AwsConnectionRequest
        {
            EndpointUrl = Environment.GetEnvironmentVariable("ECSTOOLS_BENCH_ENDPOINT"),
            Region = "us-east-1",
        });
        await ReadAsync(connection, what, LargeAccount.SmallCluster, 1);
        await Task.Delay(TimeSpan.FromSeconds(1));
        using var own = Process.GetCurrentProcess();
        var before = own.TotalProcessorTime;
        var (count, first, seconds, live) = await ReadAsync(connection, what, cluster, expected);
        own.Refresh();
        var processor = (own.TotalProcessorTime - before).TotalSeconds;
        Console.WriteLine(FormattableString.Invariant($"{count} {first} {seconds} {processor} {own.PeakWorkingSet64 / 1048576} {live[0]} {live[1]}"));
    }

    /// <summary>What is alive of the heap is measured after a tenth of the objects and after nine tenths.</summary>
    private static async Task<(int Count, double First, double Seconds, double[] Live)> ReadAsync(
        Aws.AwsConnection connection, string what, string cluster, int expected)
    {
        var live = new double[2];
        var watch = Stopwatch.StartNew();
        var (count, first) = (0, 0.0);
        var query = new EcsTools.Tasks.TaskQuery { Clusters = [cluster], Detailed = false };
        IAsyncEnumerable<object> objects = what == "tasks"
            ? new EcsTools.Tasks.FargateTasks(connection).GetAsync(query, error => throw error, default)
            : new EcsTools.Services.FargateServices(connection).GetAsync([cluster], null, error => throw error, default);
        await foreach (var unused in objects)
        {
            first = count++ == 0 ? watch.Elapsed.TotalSeconds : first;
            if (count == expected / 10 || count == expected * 9 / 10)
            {
                live[count > expected / 2 ? 1 : 0] = GC.GetTotalMemory(forceFullCollection: true) / 1048576.0;
            }
        }

        return (count, first, watch.Elapsed.TotalSeconds, live);
    }

    private static int Pages(int items, int size) => (items + size - 1) / size;

    private static async Task OursAsync(SandboxServer sandbox, string what, string cluster, int expected, int calls)
    {
        sandbox.Rates!.Refill();
        var refused = sandbox.Rates.Refused;
        var output = await RunAsync(sandbox, Path.ChangeExtension(typeof(ListBenchmark).Assembly.Location, null), ["read", what, cluster, $"{expected}"]);
        var numbers = output.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var bound = Math.Max(0, (calls - Burst) / PerSecond);
        var ratio = bound > 0 ? $"{numbers[2] / bound,7:F2}" : "      -";
        var name = $"{what} of {(cluster == "cluster-*" ? "the account" : "a cluster")}";
        Console.WriteLine(FormattableString.Invariant(
            $"  {name,-21}{numbers[0],8:F0}{numbers[1],9:F2}{numbers[2],7:F2}{bound,10:F2}{ratio}{sandbox.Rates.Refused - refused,11}{numbers[3],7:F1}{numbers[4],9:F0}{numbers[5],7:F1} to {numbers[6]:F1}"));
    }

    /// <summary>One cluster of ten: a process for each description, as a script around the CLI has it.</summary>
    private static async Task CliAsync(SandboxServer sandbox)
    {
        try
        {
            await AwsAsync(sandbox, "--version");
        }
        catch (Win32Exception)
        {
            Console.WriteLine("  aws ecs: left out, there is no AWS CLI on this machine.");
            return;
        }

        await CliAsync(sandbox, "tasks", "taskArns", 100, "--tasks");
        await CliAsync(sandbox, "services", "serviceArns", 10, "--services");
    }

    private static async Task CliAsync(SandboxServer sandbox, string what, string member, int batch, string parameter)
    {
        sandbox.Rates!.Refill();
        var refused = sandbox.Rates.Refused;
        var watch = Stopwatch.StartNew();
        var arns = JsonNode.Parse(await AwsAsync(sandbox, "ecs", $"list-{what}", "--cluster", "cluster-0"))![member]!
            .AsArray().Select(arn => (string)arn!).ToList();
        var count = 0;
        foreach (var portion in arns.Chunk(batch))
        {
            string[] describe = ["ecs", $"describe-{what}", "--cluster", "cluster-0", parameter];
            count += JsonNode.Parse(await AwsAsync(sandbox, [.. describe, .. portion]))![what]!.AsArray().Count;
        }

        Console.WriteLine(FormattableString.Invariant(
            $"  aws ecs, {what,-8} of 1{count,8}{"",9}{watch.Elapsed.TotalSeconds,7:F2}{"",17}{sandbox.Rates.Refused - refused,11}"));
    }

    private static Task<string> AwsAsync(SandboxServer sandbox, params string[] arguments)
        => RunAsync(sandbox, "aws", ["--endpoint-url", sandbox.EndpointUrl, "--region", "us-east-1", "--output", "json", .. arguments]);

    private static async Task<string> RunAsync(SandboxServer sandbox, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        start.Environment["AWS_ACCESS_KEY_ID"] = sandbox.AccessKey;
        start.Environment["AWS_SECRET_ACCESS_KEY"] = sandbox.SecretKey;
        start.Environment["AWS_PAGER"] = "";
        start.Environment["ECSTOOLS_BENCH_ENDPOINT"] = sandbox.EndpointUrl;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}.");
    }
}
