using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace EcsTools.Tests.Sandbox.Balancing;

/// <summary>A connection of the balancer to a target of a test.</summary>
internal sealed class TargetConnection(Socket socket, ConcurrentQueue<string> heads) : IDisposable
{
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly StringBuilder _received = new();

    public Stream Stream => _stream;

    /// <summary>The head, with its empty line, which stays to be read.</summary>
    public async Task<string> PeekHeadAsync()
    {
        while (!_received.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            await FillAsync();
        }

        var text = _received.ToString();
        return text[..(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];
    }

    public async Task<string> ReadHeadAsync()
    {
        var head = await PeekHeadAsync();
        _received.Remove(0, head.Length);
        heads.Enqueue(head);
        return head;
    }

    /// <summary>The body of a request with this head.</summary>
    public async Task<string> ReadBodyAsync(string head)
    {
        if (head.Contains("\r\nTransfer-Encoding: chunked\r\n", StringComparison.Ordinal))
        {
            int end;
            while ((end = EndOfChunks(_received.ToString())) < 0)
            {
                await FillAsync();
            }

            return Take(end);
        }

        const string Name = "\r\nContent-Length: ";
        var at = head.IndexOf(Name, StringComparison.Ordinal);
        var length = at < 0 ? 0 : int.Parse(head.AsSpan(at + Name.Length, head.IndexOf('\r', at + 2) - at - Name.Length), CultureInfo.InvariantCulture);
        while (_received.Length < length)
        {
            await FillAsync();
        }

        return Take(length);
    }

    /// <summary>What was received beyond the head.</summary>
    public string TakeReceived() => Take(_received.Length);

    public async Task WriteAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Answers request after request.</summary>
    public async Task AnswerAllAsync(Func<string, string> answer)
    {
        while (true)
        {
            var head = await ReadHeadAsync();
            await ReadBodyAsync(head);
            await WriteAsync(answer(head));
        }
    }

    /// <summary>Waits until the balancer ends the connection. True if it did so in order.</summary>
    public async Task<bool> WaitForEndAsync()
    {
        try
        {
            var scratch = new byte[65536];
            while (await _stream.ReadAsync(scratch) > 0)
            {
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public void Dispose() => _stream.Dispose();

    private static int EndOfChunks(string text)
    {
        var last = text.StartsWith("0\r\n", StringComparison.Ordinal) ? 0 : text.IndexOf("\r\n0\r\n", StringComparison.Ordinal) + 2;
        var end = last == 1 ? -1 : text.IndexOf("\r\n\r\n", last, StringComparison.Ordinal);
        return end < 0 ? -1 : end + 4;
    }

    private string Take(int length)
    {
        var text = _received.ToString(0, length);
        _received.Remove(0, length);
        return text;
    }

    private async Task FillAsync()
    {
        var bytes = new byte[65536];
        var count = await _stream.ReadAsync(bytes);
        if (count == 0)
        {
            throw new EndOfStreamException();
        }

        _received.Append(Encoding.Latin1.GetString(bytes, 0, count));
    }
}
