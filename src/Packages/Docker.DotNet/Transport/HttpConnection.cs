using System;
using System.IO;
using System.Net.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Net.Http.Client;

namespace Docker.DotNet.Transport;

/// <summary>
/// One connection: reads through a buffer, and is ended by a cancelled read or write, because neither sockets on .NET Framework
/// nor pipes let go of a pending operation otherwise.
/// </summary>
internal sealed class HttpConnection : WriteClosableStream
{
    private const int LongestLine = 64 * 1024;
    private readonly Stream _inner;
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    public HttpConnection(Stream inner) => _inner = inner;

    public override bool CanCloseWrite => _inner is IHalfClosable or SslStream;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void CloseWrite()
    {
        switch (_inner)
        {
            case IHalfClosable closable:
                closable.CloseWrite();
                break;
#if NET8_0_OR_GREATER
            case SslStream tls:
                tls.ShutdownAsync().GetAwaiter().GetResult();
                break;
#endif
            default:
                throw new NotSupportedException("This kind of connection cannot be half-closed.");
        }
    }

    /// <summary>A line of ASCII without its end; null at the end of the stream.</summary>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return line.Length == 0 ? null : throw new IOException("The Docker engine ended the connection within a line.");
            }

            var feed = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var stop = feed < 0 ? _end : feed;
            line.Append(Encoding.ASCII.GetString(_buffer, _start, stop - _start));
            _start = feed < 0 ? _end : feed + 1;
            if (feed >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }

            if (line.Length > LongestLine)
            {
                throw new IOException("What answers at the Docker endpoint does not speak HTTP: no end of line in 64 KiB.");
            }
        }
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_start < _end)
        {
            var buffered = Math.Min(count, _end - _start);
            Buffer.BlockCopy(_buffer, _start, buffer, offset, buffered);
            _start += buffered;
            return buffered;
        }

        return await AbortableAsync(
            () => _inner.ReadAsync(buffer, offset, count, CancellationToken.None), cancellationToken).ConfigureAwait(false);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => AbortableAsync(
        async () =>
        {
            await _inner.WriteAsync(buffer, offset, count, CancellationToken.None).ConfigureAwait(false);
            return count;
        },
        cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) => _inner.Write(buffer, offset, count);

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        _start = 0;
        _end = 0;
        _end = await AbortableAsync(
            () => _inner.ReadAsync(_buffer, 0, _buffer.Length, CancellationToken.None), cancellationToken).ConfigureAwait(false);
        return _end > 0;
    }

    private async Task<int> AbortableAsync(Func<Task<int>> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using (cancellationToken.Register(_inner.Dispose))
        {
            try
            {
                return await operation().ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw;
            }
        }
    }
}
