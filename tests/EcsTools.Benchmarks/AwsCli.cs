using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Sandbox;

namespace EcsTools.Benchmarks;

/// <summary>The AWS CLI as a reader of logs.</summary>
internal static class AwsCli
{
    /// <summary>Version 2 has <c>aws logs tail</c>, version 1 has not.</summary>
    public static async Task<bool> HasTailAsync(SandboxServer sandbox)
    {
        using var process = Start(sandbox, ["--version"]);
        return (await process.StandardOutput.ReadToEndAsync()).StartsWith("aws-cli/2", StringComparison.Ordinal);
    }

    /// <summary>Reads a whole stream.</summary>
    /// <returns>How many lines it had.</returns>
    public static async Task<int> ReadAsync(SandboxServer sandbox, BenchLog log)
    {
        using var process = Start(
            sandbox, ["logs", "filter-log-events", "--log-group-name", log.Group, "--log-stream-names", log.Stream, "--query", "events[].message", "--output", "json"]);
        var count = 0;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            count += BenchLog.AgeOf(line) is null ? 0 : 1;
        }

        return count;
    }

    /// <summary>Follows a log. The CLI does not end by itself: it is ended after the last line.</summary>
    public static async Task FollowAsync(SandboxServer sandbox, AwsConnection connection, BenchLog log, Action<string> line, Task last)
    {
        using var process = Start(
            sandbox, ["logs", "tail", log.Group, "--log-stream-names", log.Stream, "--follow", "--since", "1h", "--format", "short"]);
        var reading = Task.Run(async () =>
        {
            while (await process.StandardOutput.ReadLineAsync() is { } read)
            {
                line(read);
            }
        });
        await Task.WhenAny(last, Task.Delay(TimeSpan.FromMinutes(5)));
        process.Kill(entireProcessTree: true);
        await reading;
    }

    private static Process Start(SandboxServer sandbox, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("aws", ["--endpoint-url", sandbox.EndpointUrl, .. arguments]) { RedirectStandardOutput = true };
        foreach (var (name, value) in new[]
        {
            ("AWS_ACCESS_KEY_ID", sandbox.AccessKey), ("AWS_SECRET_ACCESS_KEY", sandbox.SecretKey), ("AWS_DEFAULT_REGION", sandbox.Region), ("AWS_PAGER", ""),
        })
        {
            start.Environment[name] = value;
        }

        start.Environment.Remove("AWS_PROFILE");
        return Process.Start(start)!;
    }
}
