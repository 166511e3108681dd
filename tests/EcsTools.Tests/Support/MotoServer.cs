using System;
using System.Diagnostics;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Threading.Tasks;
using EcsTools.Tests.Packages;
using Xunit;

namespace EcsTools.Tests.Support;

/// <summary>moto, another party's idea of AWS, as a server of one test class.</summary>
public class MotoServer : IAsyncLifetime
{
    private Process? _process;

    /// <summary>Root of every API; asking for it skips the test where moto is not installed.</summary>
    public string EndpointUrl
    {
        get
        {
            Skip.If(_process is null, "moto is not installed");
            return field;
        }

        private set;
    } = "";

    /// <summary>Whether the policies AWS manages are there.</summary>
    protected virtual bool HasManagedPolicies => true;

    public async Task InitializeAsync()
    {
        if (Tool.Find("python3") is null || (await Tool.RunAsync("python3", new[] { "-c", "import moto.server, flask" })).ExitCode != 0)
        {
            return;
        }

        var port = FreePort();
        var start = new ProcessStartInfo("python3", new[] { "-m", "moto.server", "-H", "127.0.0.1", "-p", $"{port}" })
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["MOTO_IAM_LOAD_MANAGED_POLICIES"] = HasManagedPolicies ? "true" : "false";
        _process = Process.Start(start)!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        EndpointUrl = $"http://127.0.0.1:{port}";
        await WaitUntilItAnswersAsync(EndpointUrl);
    }

    public Task DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            _process.Dispose();
        }

        return Task.CompletedTask;
    }

    private async Task WaitUntilItAnswersAsync(string endpointUrl)
    {
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(endpointUrl + "/moto-api/"));
                return;
            }
            catch (HttpRequestException) when (attempt < 300 && !_process!.HasExited)
            {
                await Task.Delay(100);
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

/// <summary>moto without the policies AWS manages: a partition that lacks them.</summary>
public sealed class BareMotoServer : MotoServer
{
    protected override bool HasManagedPolicies => false;
}
