using System;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.DockerTransport;

/// <summary>
/// Reads JSON messages, one on each line, and returns only complete messages. If a read fails in the middle of a message, Docker.DotNet waits for
/// ever and ignores its cancellation token. Here the read fails before the message begins.
/// </summary>
internal sealed class MessageStream : OneWayStream
{
    private readonly Stream _answer;
    private readonly byte[] _arrived = new byte[16 * 1024];
    private readonly MemoryStream _message = new();
    private int _start;
    private int _end;

    public MessageStream(Stream answer) => _answer = answer;

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
        {
            return 0;
        }

        if (_message.Position == _message.Length && !await NextAsync(cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        // A reader whose buffer is full would continue to read into the next message.
        return _message.Read(buffer, offset, Math.Max(1, count - 1));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _answer.Dispose();
            _message.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <returns>False at the end of the answer.</returns>
    private async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        _message.SetLength(0);
        while (true)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await _answer.ReadAsync(_arrived, 0, _arrived.Length, cancellationToken).ConfigureAwait(false);
                if (_end == 0)
                {
                    return Begin();
                }
            }

            var feed = Array.IndexOf(_arrived, (byte)'\n', _start, _end - _start);
            var stop = feed < 0 ? _end : feed + 1;
            _message.Write(_arrived, _start, stop - _start);
            _start = stop;
            if (feed >= 0 && Begin())
            {
                return true;
            }
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> line)
    {
        foreach (var character in line)
        {
            if (character is not ((byte)' ' or (byte)'\r' or (byte)'\n'))
            {
                return false;
            }
        }

        return true;
    }

    private bool Begin()
    {
        _message.Position = 0;
        var bytes = new ReadOnlyMemory<byte>(_message.GetBuffer(), 0, (int)_message.Length);
        if (IsBlank(bytes.Span))
        {
            _message.SetLength(0);
            return false;
        }

        try
        {
            JsonDocument.Parse(bytes).Dispose();
            return true;
        }
        catch (JsonException e)
        {
            throw new IOException("A message of the Docker engine is not the JSON expected, or broke off.", e);
        }
    }
}
