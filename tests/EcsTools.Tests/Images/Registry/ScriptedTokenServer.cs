using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Images.Registry;

/// <summary>A token server that does what a test says, and keeps what it is told.</summary>
internal sealed class ScriptedTokenServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<string> _authorizations = new();
    private readonly Func<HttpListenerResponse, Task> _answer;

    /// <param name="answer">Answers each request; the response is closed after it.</param>
    public ScriptedTokenServer(Func<HttpListenerResponse, Task> answer)
    {
        _answer = answer;
        (_listener, var port) = LoopbackListener.Start();
        Host = $"127.0.0.1:{port}";
        _ = Task.Run(ServeAsync);
    }

    public string Host { get; }

    public string Realm => $"http://{Host}/token";

    /// <summary>The Authorization header of each request; empty for one without.</summary>
    public IReadOnlyCollection<string> Authorizations => _authorizations;

    /// <summary>One that answers this text.</summary>
    public static ScriptedTokenServer Answering(string text) => new(response => response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask());

    /// <summary>One that sends its clients elsewhere.</summary>
    public static ScriptedTokenServer Redirecting(string target, int status = 302) => new(response =>
    {
        response.StatusCode = status;
        response.Headers["Location"] = target;
        return Task.CompletedTask;
    });

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _authorizations.Enqueue(context.Request.Headers["Authorization"] ?? "");
            try
            {
                await _answer(context.Response);
                context.Response.Close();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or System.IO.IOException)
            {
                // The client has left.
            }
        }
    }
}
