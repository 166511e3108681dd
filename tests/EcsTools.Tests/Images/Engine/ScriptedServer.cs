using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;
using Docker.DotNet;
using EcsTools.Tests.Packages;
using EcsTools.Tests.Support;

namespace EcsTools.Tests.Images.Engine;

/// <summary>Answers one connection with the bytes said, after reading what the client sends.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task<string> _serving;

    public ScriptedServer(string answer)
    {
        _listener.Start();
        _serving = Task.Run(() => ServeAsync(answer));
    }

    /// <summary>What the client sent. Docker.DotNet ends the lines of headers as the system does, with a bare LF on Unix; here all end in CR LF.</summary>
    public string Request => _serving.GetAwaiter().GetResult();

    public string Host => $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public DockerClient Client(Version? version = null) => TestEngine.Connect(new Uri(Host), version);

    public void Dispose() => _listener.Dispose();

    private async Task<string> ServeAsync(string answer)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var request = "";
        var buffer = new byte[64 * 1024];
        while (!IsWhole(request))
        {
            var read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                break;
            }

            request = RawHttpServer.WithWholeLineEnds(request + Encoding.UTF8.GetString(buffer, 0, read));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
        return request;
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        if (request.Contains("Transfer-Encoding: chunked", StringComparison.Ordinal))
        {
            return request.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
        }

        var length = request.IndexOf("Content-Length: ", StringComparison.Ordinal);
        return length < 0 || request.Length - end - 4 >= int.Parse(request[(length + 16)..request.IndexOf('\r', length)]);
    }
}

/// <summary>Takes connections and never answers.</summary>
internal sealed class SilentServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public SilentServer() => _listener.Start();

    public Uri Address => new($"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose() => _listener.Dispose();
}

/// <summary>A stream that can only be read, and says so.</summary>
internal abstract class OneWayStream : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>A stream of unknown length that gives its text in one read.</summary>
internal sealed class OnePieceStream : OneWayStream
{
    private byte[] _text;

    public OnePieceStream(string text) => _text = Encoding.UTF8.GetBytes(text);

    public override int Read(byte[] buffer, int offset, int count)
    {
        var piece = _text;
        _text = Array.Empty<byte>();
        piece.CopyTo(buffer, offset);
        return piece.Length;
    }
}
