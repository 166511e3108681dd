using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace EcsTools.Tests.Support;

/// <summary>
/// A second Docker engine, in a network namespace of its own: its loopback address is not that of the tests, as with an engine in a virtual machine or on
/// another computer. It is reached at the other end of a pair of network devices, and at its socket.
/// </summary>
public sealed class EngineElsewhere : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _name = "ecst" + Guid.NewGuid().ToString("N").Substring(0, 6);
    private readonly List<string> _said = [];
    private Process? _engine;
    private string? _absent;

    public EngineElsewhere()
    {
        // One of the 16,384 networks of two addresses in 10.213.0.0/16: another run of the tests has another one.
        var network = Random.Shared.Next(1 << 14) * 4;
        string At(int offset) => $"10.213.{(network + offset) / 256}.{(network + offset) % 256}";
        (Near, Address) = (At(1), At(2));
    }

    /// <summary>The address of the engine.</summary>
    public string Address { get; }

    /// <summary>The address of this machine that the engine sees.</summary>
    public string Near { get; }

    public Uri Tcp => new($"tcp://{Address}:2375");

    public Uri Socket => new("unix://" + _folder.File("engine.sock"));

    /// <summary>Called first by every test.</summary>
    public void Require() => Skip.If(_absent is not null, _absent);

    public async Task InitializeAsync()
    {
        try
        {
            Skip.If(!OperatingSystem.IsLinux() || Environment.UserName != "root", "a second engine needs root on Linux");
            foreach (var program in new[] { "dockerd", "docker", "ip", "nsenter", "busybox" })
            {
                Tool.Require(program);
            }

            await AddNetworkAsync();
            await StartAsync();
        }
        catch (SkipException absent)
        {
            _absent = absent.Message;
        }
    }

    public async Task DisposeAsync()
    {
        if (_engine is not null)
        {
            await EndAsync(_engine);
        }

        await Tool.RunAsync("ip", ["netns", "del", _name]);
        await Tool.RunAsync("rm", ["-rf", _folder.Path]);
    }

    /// <summary>What the docker client says of this engine.</summary>
    public async Task<string> DockerAsync(params string[] arguments) => await Tool.RunOrFailAsync("docker", ["-H", Socket.OriginalString, .. arguments]);

    private async Task AddNetworkAsync()
    {
        foreach (var command in new[]
        {
            $"netns add {_name}", $"link add {_name}a type veth peer name {_name}b netns {_name}", $"addr add {Near}/30 dev {_name}a",
            $"link set {_name}a up", $"-n {_name} addr add {Address}/30 dev {_name}b", $"-n {_name} link set {_name}b up", $"-n {_name} link set lo up",
        })
        {
            var done = await Tool.RunAsync("ip", command.Split(' '));
            Skip.If(done.ExitCode != 0, $"this machine adds no network namespace: ip {command}: {done.Error.Trim()}");
        }
    }

    /// <summary>Everything of it is in the folder, also where containerd keeps what it has.</summary>
    private async Task StartAsync()
    {
        _engine = new Process
        {
            StartInfo = new ProcessStartInfo(
                "nsenter",
                [
                    "--net=/var/run/netns/" + _name, "dockerd", "--data-root", _folder.File("data"), "--exec-root", _folder.File("exec"),
                    "--pidfile", _folder.File("pid"), "-H", Socket.OriginalString, "-H", Tcp.OriginalString,
                    "--containerd-namespace", _name, "--containerd-plugins-namespace", _name + "-plugins",
                ])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            },
        };
        _engine.ErrorDataReceived += (_, line) => Note(line.Data);
        _engine.OutputDataReceived += (_, line) => Note(line.Data);
        _engine.Start();
        _engine.BeginErrorReadLine();
        _engine.BeginOutputReadLine();
        for (var patience = Stopwatch.StartNew(); (await Tool.RunAsync("docker", ["-H", Tcp.OriginalString, "version"])).ExitCode != 0;)
        {
            Skip.If(_engine.HasExited || patience.Elapsed > TimeSpan.FromMinutes(3), "a second engine does not start: " + Last());
            await Task.Delay(200);
        }
    }

    private static async Task EndAsync(Process engine)
    {
        // SIGTERM, so that it ends its containers and its containerd.
        await Tool.RunAsync("kill", ["-TERM", $"{engine.Id}"]);
        using var patience = new System.Threading.CancellationTokenSource(TimeSpan.FromMinutes(1));
        try
        {
            await engine.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            engine.Kill(entireProcessTree: true);
        }

        engine.Dispose();
    }

    private void Note(string? line)
    {
        lock (_said)
        {
            _said.Add(line ?? "");
        }
    }

    private string Last()
    {
        lock (_said)
        {
            return _said.LastOrDefault(line => line.Length > 0) ?? "it says nothing";
        }
    }
}
