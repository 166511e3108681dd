using System;
using System.IO;
using System.Net.Security;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Net.Http.Client;

namespace EcsTools.DockerTransport;

/// <summary>
/// One connection to an engine. Cancelling a read or write closes it, because otherwise neither sockets on .NET Framework nor pipes stop a pending
/// operation.
/// </summary>
internal sealed class EngineConnection : WriteClosableStream
{
    private const int LongestRefusal = 1 << 20;
    private const int DownloadBuffer = 1 << 18;
    private static readonly TimeSpan PatienceForRefusal = TimeSpan.FromSeconds(10);
    private static readonly byte[] Protocol = Encoding.ASCII.GetBytes("HTTP/");
    private readonly Stream _inner;
    private readonly byte[] _received;
    private CancellationTokenRegistration _ending;
    private int _receivedAt;
    private int _receivedEnd;
    private int _recognized;

    /// <param name="inner">The socket or pipe. It is closed together with this connection.</param>
    /// <param name="forDownload">
    /// Whether much will arrive. Reads and writes then block their thread, and take what has arrived in large pieces. To wait for each piece of an archive
    /// without a thread would take longer than to read it.
    /// </param>
    public EngineConnection(Stream inner, bool forDownload = false)
    {
        _inner = inner;
        _received = forDownload ? new byte[DownloadBuffer] : Array.Empty<byte>();
    }

    /// <summary>True once the engine has started to answer.</summary>
    public bool HasAnswer { get; private set; }

    /// <summary>True once the engine has closed its side after it started to answer.</summary>
    public bool HasEnded { get; private set; }

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

    /// <summary>Closes the connection when the token is cancelled. Docker.DotNet sends and reads bodies without the token.</summary>
    public void CloseOn(CancellationToken cancellationToken) => _ending = cancellationToken.Register(_inner.Dispose);

    /// <summary>Keeps the connection open after the call, for a two-way stream.</summary>
    public void KeepOpen() => _ending.Dispose();

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

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_received.Length > 0)
        {
            return ReadReceived(buffer, offset, count, cancellationToken);
        }

        var read = await AbortableAsync(
            () => _inner.ReadAsync(buffer, offset, count, CancellationToken.None), cancellationToken).ConfigureAwait(false);
        Recognize(buffer, offset, read);
        return read;
    }

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        try
        {
            await AbortableAsync(
                async () =>
                {
                    if (_received.Length > 0)
                    {
                        // One write that does not block would make all reads of the socket wait in the same way.
                        _inner.Write(buffer, offset, count);
                    }
                    else
                    {
                        await _inner.WriteAsync(buffer, offset, count, CancellationToken.None).ConfigureAwait(false);
                    }

                    return count;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            // An engine that refuses a build says why and stops reading. Its answer can still be read.
            var refusal = await ReadRefusalAsync().ConfigureAwait(false);
            throw refusal.Length > 0 ? new EarlyResponseException(refusal, e) : e;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count) =>
        WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _ending.Dispose();
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadReceived(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_receivedAt == _receivedEnd)
        {
            _receivedAt = 0;
            _receivedEnd = AbortableAsync(() => Task.FromResult(_inner.Read(_received, 0, _received.Length)), cancellationToken).GetAwaiter().GetResult();

            // A socket that is closed while it is read may also read nothing.
            cancellationToken.ThrowIfCancellationRequested();
            Recognize(_received, 0, _receivedEnd);
        }

        var read = Math.Min(count, _receivedEnd - _receivedAt);
        Buffer.BlockCopy(_received, _receivedAt, buffer, offset, read);
        _receivedAt += read;
        return read;
    }

    private void Recognize(byte[] buffer, int offset, int read)
    {
        for (var i = 0; i < read && _recognized < Protocol.Length; i++, _recognized++)
        {
            if (buffer[offset + i] != Protocol[_recognized])
            {
                throw new IOException("What answers at the Docker endpoint does not speak HTTP.");
            }
        }

        HasAnswer |= read > 0;
        if (!HasAnswer)
        {
            throw new IOException("The Docker engine closed the connection without an answer.");
        }

        HasEnded |= read == 0;
    }

    private async Task<byte[]> ReadRefusalAsync()
    {
        using var refusal = new MemoryStream();
        using var patience = new CancellationTokenSource(PatienceForRefusal);
        var buffer = new byte[4096];
        try
        {
            while (refusal.Length < LongestRefusal)
            {
                var read = await ReadAsync(buffer, 0, buffer.Length, patience.Token).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }

                refusal.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection broke. The bytes that arrived before are still used.
        }

        return refusal.ToArray();
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
                throw e is IOException ? e : new IOException("The connection to the Docker engine was closed.", e);
            }
        }
    }
}
