using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>A client that sends bytes and reads answers.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly StringBuilder _received = new();
    private Stream? _stream;

    public Stream Stream => _stream!;

    public static async Task<RawClient> ConnectAsync(IPEndPoint endpoint, Func<Stream, Task<Stream>>? secure = null)
    {
        var client = new RawClient();
        await client._socket.ConnectAsync(endpoint);
        client._stream = new NetworkStream(client._socket);
        client._stream = secure is null ? client._stream : await secure(client._stream);
        return client;
    }

    /// <summary>Sends one request on a connection of its own, and returns all that comes back until the end.</summary>
    public static async Task<string> AskAsync(IPEndPoint endpoint, string request)
    {
        using var client = await ConnectAsync(endpoint);
        await client.SendAsync(request);
        return await client.ReadToEndAsync();
    }

    public async Task SendAsync(string text) => await Stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>An answer with its body, by its length or its chunks as they are.</summary>
    public async Task<string> ReadAnswerAsync(bool hasBody = true)
    {
        var head = await ReadUntilAsync("\r\n\r\n");
        if (head.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.Ordinal))
        {
            return head + await ReadUntilAsync("0\r\n\r\n");
        }

        const string Name = "\r\nContent-Length: ";
        var at = head.IndexOf(Name, StringComparison.Ordinal);
        if (at < 0 || !hasBody)
        {
            return head;
        }

        return head + await ReadAsync(int.Parse(head.AsSpan(at + Name.Length, head.IndexOf('\r', at + 2) - at - Name.Length), CultureInfo.InvariantCulture));
    }

    public async Task<string> ReadUntilAsync(string end)
    {
        int at;
        while ((at = _received.ToString().IndexOf(end, StringComparison.Ordinal)) < 0)
        {
            if (!await FillAsync())
            {
                throw new EndOfStreamException($"The connection ended after: {_received}");
            }
        }

        return Take(at + end.Length);
    }

    public async Task<string> ReadAsync(int count)
    {
        while (_received.Length < count)
        {
            if (!await FillAsync())
            {
                throw new EndOfStreamException($"The connection ended after: {_received}");
            }
        }

        return Take(count);
    }

    public async Task<string> ReadToEndAsync()
    {
        while (await FillAsync())
        {
        }

        return Take(_received.Length);
    }

    /// <summary>What was received beyond what was asked for.</summary>
    public string TakeReceived() => Take(_received.Length);

    public void EndSending() => _socket.Shutdown(SocketShutdown.Send);

    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _socket.Dispose();
    }

    private string Take(int length)
    {
        var text = _received.ToString(0, length);
        _received.Remove(0, length);
        return text;
    }

    private async Task<bool> FillAsync()
    {
        var bytes = new byte[65536];
        var count = await Stream.ReadAsync(bytes);
        _received.Append(Encoding.Latin1.GetString(bytes, 0, count));
        return count > 0;
    }
}
