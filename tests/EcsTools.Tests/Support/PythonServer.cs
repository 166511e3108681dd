using System;
using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Packages;
using Xunit;

namespace EcsTools.Tests.Support;

/// <summary>
/// The Python programs of Support/Python. Where processes can fork, they are loaded once for the whole run (server.py): their start is most of
/// what a call costs. Elsewhere each call starts Python.
/// </summary>
internal sealed class PythonServer
{
    private static readonly string Folder = Path.Combine(Oracle.RepositoryRoot, "tests", "EcsTools.Tests", "Support", "Python");

    private readonly Lazy<Task<JsonObject>> _ready;

    // The servers live as long as this process: they end when their standard input does.
    private readonly ConcurrentBag<Process> _started = [];

    private PythonServer(params string[] programs) => _ready = new Lazy<Task<JsonObject>>(() => StartAsync(programs));

    /// <summary>Clients of AWS.</summary>
    public static PythonServer Clients { get; } = new("aws_cli", "boto_client");

    /// <summary>What needs moto, which changes botocore when it is loaded.</summary>
    public static PythonServer Moto { get; } = new("botocore_oracle", "moto_server");

    /// <summary>Why a program cannot be called, or null.</summary>
    public async Task<string?> MissingAsync(string program) => (string?)(await _ready.Value)["missing"]![program];

    /// <summary>Whether a call runs in a fork, without the start of Python.</summary>
    public async Task<bool> ForksAsync() => (await _ready.Value)["socket"] is not null;

    /// <summary>Calls a program; skips the test, saying why, where it cannot be called.</summary>
    public async Task<PythonCall> CallAsync(string program, JsonObject call)
    {
        var missing = await MissingAsync(program);
        Skip.If(missing is not null, missing);
        call["program"] = program;
        var opened = (string?)(await _ready.Value)["socket"] is { } socket ? await ConnectAsync(socket) : new PythonCall(Start("--call"));
        await opened.WriteLineAsync(call);
        return opened;
    }

    private async Task<JsonObject> StartAsync(string[] programs)
    {
        Process server;
        try
        {
            server = Start(programs);
        }
        catch (Win32Exception e)
        {
            var missing = new JsonObject();
            Array.ForEach(programs, program => missing[program] = $"python3 does not start: {e.Message}");
            return new JsonObject { ["missing"] = missing };
        }

        _started.Add(server);
        var ready = await server.StandardOutput.ReadLineAsync();
        Assert.True(ready is not null, "The Python server ended before it was ready.");
        return JsonNode.Parse(ready)!.AsObject();
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(Folder, "server.py"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var python = Process.Start(start)!;
        python.ErrorDataReceived += (_, _) => { };
        python.BeginErrorReadLine();
        return python;
    }

    private static async Task<PythonCall> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
        return new PythonCall(socket);
    }
}
