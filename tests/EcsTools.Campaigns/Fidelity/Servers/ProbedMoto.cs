using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;
using EcsTools.Campaigns.Fidelity.Wire;

namespace EcsTools.Campaigns.Fidelity.Servers;

/// <summary>moto's server, as a process of its own.</summary>
internal sealed class ProbedMoto : ProbedServer
{
    private readonly Process _process;
    private readonly Uri _url;
    private readonly HttpClient _client = new();

    private ProbedMoto(Process process, int port)
    {
        _process = process;
        _url = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
    }

    public override string Name => "moto";

    /// <summary>The server, or why there is none.</summary>
    public static async Task<(ProbedMoto? Server, string? Missing)> StartAsync()
    {
        var port = FreePort();
        var start = new ProcessStartInfo("python3", ["-m", "moto.server", "-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MOTO_IAM_LOAD_MANAGED_POLICIES"] = "true";
        try
        {
            var process = Process.Start(start)!;

            // What it says of each request interests nobody; a full pipe would stop it.
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var moto = new ProbedMoto(process, port);
            return await moto.AnswersAsync() ? (moto, null) : (null, "python3 has no moto.server");
        }
        catch (Win32Exception e)
        {
            return (null, $"python3 does not start: {e.Message}");
        }
    }

    public override async Task<SignedSender> ResetAsync()
    {
        using var response = await _client.PostAsync(new Uri(_url, "/moto-api/reset"), null);
        response.EnsureSuccessStatusCode();
        return new SignedSender(_url.ToString(), "AKIAIOSFODNN7EXAMPLE", "secret");
    }

    public override ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> AnswersAsync()
    {
        while (!_process.HasExited)
        {
            try
            {
                using var response = await _client.GetAsync(new Uri(_url, "/moto-api/data.json"));
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
