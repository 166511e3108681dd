using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.DockerTransport;

/// <summary>The body of an answer. It is an error if the body ends too early, but not if a read returns no bytes.</summary>
internal sealed class ResponseBodyStream : OneWayStream
{
    private readonly HttpContent _content;
    private readonly EngineConnection _connection;
    private readonly long? _length;
    private readonly CancellationToken _cancellationToken;
    private Stream? _body;
    private long _read;
    private bool _isOver;

    /// <param name="content">The body as Docker.DotNet reads it.</param>
    /// <param name="connection">The connection of the answer. It is closed together with this stream.</param>
    /// <param name="length">The length of the body, if the engine gave it.</param>
    /// <param name="cancellationToken">The token of the call. Its cancellation closes the connection and explains why a read failed.</param>
    public ResponseBodyStream(HttpContent content, EngineConnection connection, long? length, CancellationToken cancellationToken)
    {
        _content = content;
        _connection = connection;
        _length = length;
        _cancellationToken = cancellationToken;
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (count == 0 || _isOver)
        {
            return 0;
        }

        try
        {
            _body ??= await _content.ReadAsStreamAsync().ConfigureAwait(false);
            var read = await _body.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
            _read += read;
            return read > 0 ? read : End();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _cancellationToken.ThrowIfCancellationRequested();
            throw _connection.HasEnded ? new IOException("The Docker engine ended the connection in the middle of an answer.", e) : e;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _connection.Dispose();
        }

        base.Dispose(disposing);
    }

    private int End()
    {
        if (_read < _length)
        {
            throw new EndOfStreamException();
        }

        // Docker.DotNet does not dispose the answer if the engine refused the call.
        _isOver = true;
        _connection.Dispose();
        return 0;
    }
}
