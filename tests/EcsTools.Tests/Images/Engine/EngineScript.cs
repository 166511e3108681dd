using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace EcsTools.Tests.Images.Engine;

/// <summary>An engine whose answers are written down: it says what it is, then answers one call with the bytes given, or never.</summary>
internal sealed class EngineScript : IDisposable
{
    private const string Version = """{"Version":"29.0.0","ApiVersion":"1.47","MinAPIVersion":"1.24","Os":"linux","Arch":"amd64"}""";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    /// <param name="answer">The answer to the call, or null for none.</param>
    public EngineScript(string? answer)
    {
        _listener.Start();
        _ = ServeAsync(answer);
    }

    public string Host => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Completes when the call has come.</summary>
    public Task Called => _called.Task;

    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(string? answer)
    {
        await AnswerAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Version.Length}\r\n\r\n{Version}");
        await AnswerAsync(answer);
    }

    private async Task AnswerAsync(string? answer)
    {
        var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var read = await stream.ReadAsync(new byte[64 * 1024]);
        if (read > 0 && answer is not null)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            client.Dispose();
            return;
        }

        _called.SetResult();
    }
}
