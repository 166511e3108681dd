using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Timing;

namespace EcsTools.Tests.Services;

/// <summary>ECS and CloudWatch Logs as far as a test tells them what to answer: for states that no server can be brought into at
/// will.</summary>
internal sealed class ScriptedEcs : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<string, Func<JsonObject, JsonObject>> _answers = new();
    private readonly string _endpoint;

    public ScriptedEcs()
    {
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _endpoint = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
        }

        _listener.Prefixes.Add(_endpoint);
        _listener.Start();
        _ = Task.Run(ServeAsync);
    }

    /// <summary>Every call that came, by operation.</summary>
    public ConcurrentQueue<(string Operation, JsonObject Input)> Calls { get; } = new();

    /// <summary>Answers an operation. One that is not said is refused.</summary>
    public ScriptedEcs On(string operation, Func<JsonObject, JsonObject> answer)
    {
        _answers[operation] = answer;
        return this;
    }

    public int Count(string operation)
    {
        var count = 0;
        foreach (var call in Calls)
        {
            count += call.Operation == operation ? 1 : 0;
        }

        return count;
    }

    public AwsConnection Connect(IClock clock) => new(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), "us-east-1", _endpoint, clock);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var operation = (context.Request.Headers["X-Amz-Target"] ?? "").Split('.')[^1];
        var input = body.Length == 0 ? new JsonObject() : JsonNode.Parse(body)!.AsObject();
        Calls.Enqueue((operation, input));
        JsonObject answer;
        if (_answers.TryGetValue(operation, out var known))
        {
            answer = known(input);
        }
        else
        {
            answer = new JsonObject { ["__type"] = "AccessDeniedException", ["message"] = $"{operation} is not in the script" };
        }

        var bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
        context.Response.StatusCode = answer.ContainsKey("__type") ? 400 : 200;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }
}
