using System;
using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Sandbox;
using EcsTools.Sandbox.Services.Iam;
using EcsTools.Tests.Support;
using Xunit;

namespace EcsTools.Tests.Sandbox.Ecs;

/// <summary>boto3, a client that shares nothing with this code, in one process for many calls: the AWS CLI takes a second for each.</summary>
public sealed class Boto : IDisposable
{
    // boto3's own check of parameters is off, so that the sandbox's is what a test sees.
    private const string Program = """
        import sys, json, datetime, boto3, botocore.config, botocore.exceptions
        endpoint, key, secret = sys.argv[1:]
        config = botocore.config.Config(parameter_validation=False, retries={'total_max_attempts': 1})
        clients = {}
        def plain(value):
            return value.timestamp() if isinstance(value, datetime.datetime) else str(value)
        for line in sys.stdin:
            service, operation, parameters = json.loads(line)
            if service not in clients:
                clients[service] = boto3.client(service, endpoint_url=endpoint, region_name='us-east-1',
                    aws_access_key_id=key, aws_secret_access_key=secret, config=config)
            try:
                answer = clients[service]._make_api_call(operation, parameters)
                answer.pop('ResponseMetadata', None)
                print(json.dumps({'answer': answer}, default=plain), flush=True)
            except botocore.exceptions.ClientError as e:
                print(json.dumps({'code': e.response['Error']['Code'], 'message': e.response['Error']['Message']}), flush=True)
            except Exception as e:
                print(json.dumps({'code': type(e).__name__, 'message': str(e)}), flush=True)
        """;

    private readonly SandboxServer _server;
    private readonly string _accessKey;
    private readonly string _secretKey;
    private readonly SemaphoreSlim _one = new(1);
    private Process? _process;

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
        _process?.StandardInput.Close();
        _process?.WaitForExit();
        _process?.Dispose();
        _one.Dispose();
    }

    private async Task<JsonObject> RunAsync(string service, string operation, JsonObject? input)
    {
        await _one.WaitAsync();
        try
        {
            var process = _process ??= await StartAsync();
            await process.StandardInput.WriteLineAsync(
                new JsonArray(service, operation, input?.DeepClone() ?? new JsonObject()).ToJsonString());
            await process.StandardInput.FlushAsync();
            var line = await process.StandardOutput.ReadLineAsync();
            return JsonNode.Parse(line ?? throw new InvalidOperationException("python ended"))!.AsObject();
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<Process> StartAsync()
    {
        await Tool.RequirePythonModuleAsync("boto3");
        var start = new ProcessStartInfo("python3") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "-c", Program, _server.EndpointUrl, _accessKey, _secretKey })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
