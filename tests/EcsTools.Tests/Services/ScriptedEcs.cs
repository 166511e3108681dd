using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using System.Web;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Services;

/// <summary>ECS, CloudWatch Logs and EC2 as far as a test tells them what to answer: for states that no server can be brought into at will.</summary>
internal sealed class ScriptedEcs : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentDictionary<string, Func<JsonObject, JsonObject>> _answers = new();
    private readonly ConcurrentDictionary<string, string> _documents = new();
    private readonly string _endpoint;

    public ScriptedEcs()
    {
        (_listener, var port) = LoopbackListener.Start();
        _endpoint = $"http://127.0.0.1:{port}/";
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

    /// <summary>Answers an operation of EC2, whose requests are forms and whose answers are XML.</summary>
    public ScriptedEcs OnEc2(string operation, string document)
    {
        _documents[operation] = document;
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
        if (HttpUtility.ParseQueryString(body)["Action"] is { } action)
        {
            Calls.Enqueue((action, []));
            var isKnown = _documents.TryGetValue(action, out var document);
            await RespondAsync(context, isKnown ? 200 : 403, "text/xml", document ?? "<Response><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></Response>");
            return;
        }

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

        await RespondAsync(context, answer.ContainsKey("__type") ? 400 : 200, "application/x-amz-json-1.1", answer.ToJsonString());
    }

    private static async Task RespondAsync(HttpListenerContext context, int status, string type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.OutputStream.WriteAsync(bytes);
        context.Response.Close();
    }
}
