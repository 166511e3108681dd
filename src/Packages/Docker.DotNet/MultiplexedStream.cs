using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Net.Http.Client;

namespace Docker.DotNet;

#pragma warning disable CA1034, CA1815, CA1711 // Nested types and names are those of the published package.

/// <summary>A container's output and input in one stream. Without a terminal, the engine marks each piece as standard output or error.</summary>
public class MultiplexedStream : IDisposable
{
    private const int HeaderSize = 8;
    private const int BufferSize = 80 * 1024;
    private readonly Stream _stream;
    private readonly bool _multiplexed;
    private readonly byte[] _header = new byte[HeaderSize];
    private TargetStream _target;
    private long _left;

    /// <summary>Reads <paramref name="stream"/>; <paramref name="multiplexed"/> is false for a container with a terminal.</summary>
    public MultiplexedStream(Stream stream, bool multiplexed)
    {
        _stream = stream ?? throw new ArgumentNullException(nameof(stream));
        _multiplexed = multiplexed;
    }

    /// <summary>Which of a process's streams.</summary>
    public enum TargetStream
    {
        /// <summary>Standard input.</summary>
        StandardIn = 0,

        /// <summary>Standard output.</summary>
        StandardOut = 1,

        /// <summary>Standard error.</summary>
        StandardError = 2,
    }

    /// <summary>Ends the process's standard input.</summary>
    public void CloseWrite()
    {
        if (_stream is WriteClosableStream { CanCloseWrite: true } closable)
        {
            closable.CloseWrite();
        }
    }

    /// <summary>Writes to the process's standard input.</summary>
    public Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _stream.WriteAsync(buffer, offset, count, cancellationToken);

    /// <summary>The next piece of output, as it arrives.</summary>
    public async Task<ReadResult> ReadOutputAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (!_multiplexed)
        {
            var plain = await _stream.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
            return new ReadResult { Count = plain, Target = TargetStream.StandardOut };
        }

        while (_left == 0)
        {
            if (!await ReadHeaderAsync(cancellationToken).ConfigureAwait(false))
            {
                return default;
            }
        }

        var read = await _stream.ReadAsync(buffer, offset, (int)Math.Min(count, _left), cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            throw new EndOfStreamException("The container's output ended in the middle of a piece.");
        }

        _left -= read;
        return new ReadResult { Count = read, Target = _target };
    }

    /// <summary>All output, as text.</summary>
    public async Task<(string stdout, string stderr)> ReadOutputToEndAsync(CancellationToken cancellationToken)
    {
        using var stdout = new MemoryStream();
        using var stderr = new MemoryStream();
        await CopyOutputToAsync(Stream.Null, stdout, stderr, cancellationToken).ConfigureAwait(false);
        return (Encoding.UTF8.GetString(stdout.ToArray()), Encoding.UTF8.GetString(stderr.ToArray()));
    }

    /// <summary>Copies all output, each stream to its own.</summary>
    public async Task CopyOutputToAsync(Stream stdin, Stream stdout, Stream stderr, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        while (true)
        {
            var piece = await ReadOutputAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false);
            if (piece.EOF)
            {
                return;
            }

            var target = piece.Target switch
            {
                TargetStream.StandardIn => stdin,
                TargetStream.StandardOut => stdout,
                _ => stderr,
            };
            await target.WriteAsync(buffer, 0, piece.Count, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Copies all of <paramref name="input"/> to the process's standard input.</summary>
    public Task CopyFromAsync(Stream input, CancellationToken cancellationToken) =>
        (input ?? throw new ArgumentNullException(nameof(input))).CopyToAsync(_stream, BufferSize, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        for (var have = 0; have < HeaderSize;)
        {
            var read = await _stream.ReadAsync(_header, have, HeaderSize - have, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return have == 0 ? false : throw new EndOfStreamException("The container's output ended in the middle of a header.");
            }

            have += read;
        }

        if (_header[0] > (byte)TargetStream.StandardError)
        {
            throw new IOException("unknown stream type");
        }

        _target = (TargetStream)_header[0];
        _left = ((long)_header[4] << 24) | ((long)_header[5] << 16) | ((long)_header[6] << 8) | _header[7];
        return true;
    }

    /// <summary>How much was read, and from which stream.</summary>
    public struct ReadResult
    {
        /// <summary>Bytes read; 0 at the end.</summary>
        public int Count { get; set; }

        /// <summary>The stream they came from.</summary>
        public TargetStream Target { get; set; }

        /// <summary>True at the end.</summary>
        public readonly bool EOF => Count == 0;
    }
}
