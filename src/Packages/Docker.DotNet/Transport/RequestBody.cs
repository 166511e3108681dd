using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace Docker.DotNet.Transport;

/// <summary>The sending side of a request: the content writes into it, and it goes out as is (length known) or in chunks.</summary>
internal sealed class RequestBody : Stream
{
    private static readonly byte[] LineEnd = { (byte)'\r', (byte)'\n' };
    private static readonly byte[] LastChunk = Encoding.ASCII.GetBytes("0\r\n\r\n");
    private readonly HttpConnection _connection;
    private readonly bool _chunked;
    private readonly CancellationToken _cancellationToken;
    private volatile Exception? _sourceFailure;

    public RequestBody(HttpConnection connection, long? length, CancellationToken cancellationToken)
    {
        _connection = connection;
        _chunked = length is null;
        _cancellationToken = cancellationToken;
    }

    /// <summary>True once a write failed on the connection's side, rather than a read from the source.</summary>
    public bool ConnectionFailed { get; private set; }

    /// <summary>What the source failed with, set before the connection is ended for it.</summary>
    public Exception? SourceFailure
    {
        get => _sourceFailure;
        set => _sourceFailure = value;
    }

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public Task CompleteAsync() => _chunked ? SendAsync(LastChunk, 0, LastChunk.Length) : Task.CompletedTask;

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (count == 0)
        {
            return;
        }

        if (!_chunked)
        {
            await SendAsync(buffer, offset, count).ConfigureAwait(false);
            return;
        }

        var size = Encoding.ASCII.GetBytes(count.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        await SendAsync(size, 0, size.Length).ConfigureAwait(false);
        await SendAsync(buffer, offset, count).ConfigureAwait(false);
        await SendAsync(LineEnd, 0, LineEnd.Length).ConfigureAwait(false);
    }

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task SendAsync(byte[] buffer, int offset, int count)
    {
        try
        {
            await _connection.WriteAsync(buffer, offset, count, _cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            ConnectionFailed = true;
            throw;
        }
    }
}
