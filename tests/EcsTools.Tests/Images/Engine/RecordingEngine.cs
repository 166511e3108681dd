using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Images.Engine;

/// <summary>Answers as an engine just enough for the docker client to send it a build, pull or login, and keeps what it sent.</summary>
internal sealed class RecordingEngine : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<Received> _received = new();

    public RecordingEngine()
    {
        (_listener, Port) = LoopbackListener.Start();
        _ = Task.Run(ServeAsync);
    }

    public int Port { get; }

    public string Host => $"tcp://127.0.0.1:{Port}";

    /// <summary>Requests whose path ends so.</summary>
    public IReadOnlyList<Received> Of(string path) => _received.Where(r => r.Path.EndsWith(path, StringComparison.Ordinal)).ToList();

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
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var path = context.Request.Url!.AbsolutePath;
            _received.Enqueue(new Received(path, context.Request.Headers["X-Registry-Auth"], body.ToArray()));
            context.Response.Headers["Api-Version"] = "1.41";
            context.Response.Headers["Builder-Version"] = "1";
            var answer = path.EndsWith("/auth", StringComparison.Ordinal)
                ? "{\"Status\":\"Login Succeeded\",\"IdentityToken\":\"\"}"
                : path.EndsWith("/build", StringComparison.Ordinal) ? "{\"stream\":\"Successfully built 0123456789ab\\n\"}\n" : "{}";
            context.Response.ContentType = "application/json";
            var bytes = context.Request.HttpMethod == "HEAD" ? Array.Empty<byte>() : Encoding.UTF8.GetBytes(answer);
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }

    /// <summary>A request.</summary>
    internal sealed record Received(string Path, string? RegistryAuth, byte[] Body);
}
