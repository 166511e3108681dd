using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace EcsTools.Benchmarks.Push;

/// <summary>Debian's docker-registry over a folder, on a port of its own, so that no client remembers it from before.</summary>
internal sealed class BenchRegistry : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private BenchRegistry(Process process, string folder, string host)
    {
        _process = process;
        _folder = folder;
        Host = host;
    }

    public string Host { get; }

    private string Data => Path.Combine(_folder, "data");

    private string Saved => Path.Combine(_folder, "saved");

    public static async Task<BenchRegistry> StartAsync(string scratch)
    {
        var folder = Path.Combine(scratch, "registry-" + Guid.NewGuid().ToString("N")[..8]);
        Directory.CreateDirectory(folder);
        var host = $"127.0.0.1:{FreePort()}";
        var config = Path.Combine(folder, "config.yml");
        await File.WriteAllTextAsync(
            config,
            $"version: 0.1\nlog:\n  level: error\n  accesslog:\n    disabled: true\nstorage:\n  filesystem:\n    rootdirectory: {folder}/data\nhttp:\n  addr: {host}\n");
        var start = new ProcessStartInfo("docker-registry", ["serve", config]) { RedirectStandardError = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var registry = new BenchRegistry(process, folder, host);
        await registry.WaitAsync();
        return registry;
    }

    /// <summary>Keeps what is stored now, to go back to.</summary>
    public Task SaveAsync()
    {
        // Nothing is there if nothing was pushed.
        Directory.CreateDirectory(Data);
        return Tool.RunAsync("cp", ["-al", Data, Saved]);
    }

    /// <summary>Goes back to what was saved. The registry keeps nothing in memory, and replaces files, never changes them.</summary>
    public async Task RestoreAsync()
    {
        await Tool.RunAsync("rm", ["-rf", Data]);
        await Tool.RunAsync("cp", ["-al", Saved, Data]);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitAsync()
    {
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var response = await http.GetAsync(new Uri($"http://{Host}/v2/"));
                return;
            }
            catch (HttpRequestException) when (attempt < 400 && !_process.HasExited)
            {
                await Task.Delay(25);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
