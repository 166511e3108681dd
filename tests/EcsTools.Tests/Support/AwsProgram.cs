using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Tests.Packages;
using Xunit;

namespace EcsTools.Tests.Support;

/// <summary>
/// The AWS CLI. Where it is a Python package, and processes can fork, it is loaded once for the whole run (aws_cli_server.py): its start is
/// most of what a call costs. Elsewhere each call starts it.
/// </summary>
internal static class AwsProgram
{
    private static readonly Lazy<Task<Process?>> Server = new(StartAsync);
    private static readonly ConcurrentDictionary<int, TaskCompletionSource<ToolResult>> Running = new();
    private static readonly SemaphoreSlim Asking = new(1);
    private static int _last;

    /// <summary>Runs it to its end; skips the test, saying why, where there is none.</summary>
    /// <param name="arguments">What follows <c>aws</c>.</param>
    /// <param name="environment">Variables of this call; null takes one away.</param>
    /// <param name="input">What a person would type.</param>
    public static async Task<ToolResult> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment, string? input = null)
    {
        if (await Server.Value is not { } server)
        {
            Tool.Require("aws");
            return await Tool.RunAsync("aws", arguments, environment, input);
        }

        var id = Interlocked.Increment(ref _last);
        var ended = Running[id] = new TaskCompletionSource<ToolResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = new JsonObject
        {
            ["id"] = id,
            ["arguments"] = new JsonArray([.. arguments.Select(argument => (JsonNode)argument)]),
            ["environment"] = new JsonObject(environment.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["input"] = input,
        };
        await Asking.WaitAsync();
        try
        {
            await server.StandardInput.WriteLineAsync(call.ToJsonString());
            await server.StandardInput.FlushAsync();
        }
        finally
        {
            Asking.Release();
        }

        return await ended.Task;
    }

    private static async Task<Process?> StartAsync()
    {
        if (OperatingSystem.IsWindows() || Tool.Find("python3") is null)
        {
            return null;
        }

        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Oracle.RepositoryRoot, "tests", "EcsTools.Tests", "Support", "aws_cli_server.py"));
        var server = Process.Start(start)!;
        server.ErrorDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        if (await server.StandardOutput.ReadLineAsync() != "ready")
        {
            server.Dispose();
            return null;
        }

        _ = ReadAsync(server);
        return server;
    }

    private static async Task ReadAsync(Process server)
    {
        while (await server.StandardOutput.ReadLineAsync() is { } line)
        {
            var end = JsonNode.Parse(line)!;
            if (Running.TryRemove((int)end["id"]!, out var ended))
            {
                ended.SetResult(new ToolResult((int)end["code"]!, (string)end["output"]!, (string)end["error"]!));
            }
        }

        foreach (var ended in Running.Values)
        {
            ended.TrySetException(new IOException("The AWS CLI's process ended."));
        }
    }
}
