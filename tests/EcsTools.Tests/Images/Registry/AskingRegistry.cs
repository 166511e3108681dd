using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Images.Registry;

/// <summary>A registry that asks for credentials, keeps what it is given, and has no image.</summary>
internal sealed class AskingRegistry : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<string> _credentials = new();

    public AskingRegistry()
    {
        (_listener, var port) = LoopbackListener.Start();
        Host = $"127.0.0.1:{port}";
        _ = Task.Run(ServeAsync);
    }

    public string Host { get; }

    /// <summary>Each as user:password.</summary>
    public IReadOnlyCollection<string> Credentials => _credentials;

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

            var said = context.Request.Headers["Authorization"];
            if (said is null)
            {
                context.Response.StatusCode = 401;
                context.Response.Headers["WWW-Authenticate"] = "Basic realm=\"test\"";
            }
            else
            {
                _credentials.Enqueue(Encoding.UTF8.GetString(Convert.FromBase64String(said["Basic ".Length..])));
                context.Response.StatusCode = context.Request.Url!.AbsolutePath == "/v2/" ? 200 : 404;
            }

            context.Response.Close();
        }
    }
}
