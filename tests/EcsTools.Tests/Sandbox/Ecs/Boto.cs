using System;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

/// <summary>boto3, a client that shares nothing with this code, in one process for many calls: the AWS CLI takes a second for each.</summary>
public sealed class Boto : IDisposable
{
    private readonly SandboxServer _server;
    private readonly string _accessKey;
    private readonly string _secretKey;
    private readonly SemaphoreSlim _one = new(1);
    private PythonCall? _client;

    /// <param name="server">The sandbox.</param>
    /// <param name="accessKey">A key of the sandbox, or null for its root's.</param>
    /// <param name="secretKey">Its secret.</param>
    public Boto(SandboxServer server, string? accessKey = null, string? secretKey = null)
    {
        _server = server;
        _accessKey = accessKey ?? server.AccessKey;
        _secretKey = secretKey ?? server.SecretKey;
    }

    /// <summary>Makes a call and gives its answer; fails the test where it is refused.</summary>
    public async Task<JsonObject> CallAsync(string service, string operation, JsonObject? input = null)
    {
        var result = await RunAsync(service, operation, input);
        Assert.True(result["answer"] is not null, $"{service}:{operation} was refused: {result["code"]}: {result["message"]}");
        return result["answer"]!.AsObject();
    }

    /// <summary>Makes a call that must be refused, and gives <c>Code: message</c>.</summary>
    public async Task<string> RefusalAsync(string service, string operation, JsonObject? input = null)
    {
        var result = await RunAsync(service, operation, input);
        Assert.True(result["answer"] is null, $"{service}:{operation} was not refused: {result["answer"]}");
        return $"{result["code"]}: {result["message"]}";
    }

    public void Dispose()
    {
        _client?.Dispose();
        _one.Dispose();
    }

    private async Task<JsonObject> RunAsync(string service, string operation, JsonObject? input)
    {
        await _one.WaitAsync();
        try
        {
            _client ??= await PythonServer.Clients.CallAsync("boto_client", new JsonObject
            {
                ["endpoint"] = _server.EndpointUrl,
                ["accessKey"] = _accessKey,
                ["secretKey"] = _secretKey,
            });
            await _client.WriteLineAsync(new JsonArray(service, operation, input?.DeepClone() ?? new JsonObject()));
            return (await _client.ReadLineAsync()).AsObject();
        }
        finally
        {
            _one.Release();
        }
    }
}
