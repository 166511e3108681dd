using System;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace EcsTools.Tests.Support;

/// <summary>A process of moto's server on loopback.</summary>
internal sealed class MotoProcess : IDisposable
{
    private readonly PythonCall _call;

    private MotoProcess(PythonCall call, string url)
    {
        _call = call;
        Url = url;
    }

    /// <summary>Root of every API.</summary>
    public string Url { get; }

    /// <summary>Why there is no moto, or null.</summary>
    public static Task<string?> MissingAsync() => PythonServer.Moto.MissingAsync("moto_server");

    /// <param name="hasManagedPolicies">Whether the policies that AWS manages are there.</param>
    public static async Task<MotoProcess> StartAsync(bool hasManagedPolicies)
    {
        var port = LoopbackListener.FreePort();
        var call = await PythonServer.Moto.CallAsync("moto_server", new JsonObject
        {
            ["port"] = port,
            ["environment"] = new JsonObject { ["MOTO_IAM_LOAD_MANAGED_POLICIES"] = hasManagedPolicies ? "true" : "false" },
        });
        var moto = new MotoProcess(call, $"http://127.0.0.1:{port}");
        await moto.WaitUntilItAnswersAsync();
        return moto;
    }

    public void Dispose() => _call.Dispose();

    private async Task WaitUntilItAnswersAsync()
    {
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(Url + "/moto-api/data.json"));
                return;
            }
            catch (HttpRequestException) when (attempt < 600)
            {
                await Task.Delay(50);
            }
        }
    }
}
