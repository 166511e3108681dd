using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.DockerTransport;

/// <summary>The body of an answer. One that ends too early is an error; a read of no bytes is not.</summary>
internal sealed class AnswerStream : OneWayStream
{
    private readonly HttpContent _content;
    private readonly EngineConnection _connection;
    private readonly long? _length;
    private readonly CancellationToken _cancellationToken;
    private Stream? _body;
    private long _read;
    private bool _isOver;

    /// <param name="content">As Docker.DotNet reads it.</param>
    /// <param name="connection">Where it comes from. It is closed with this stream.</param>
    /// <param name="length">How long the body is, if the engine said so.</param>
    /// <param name="cancellationToken">The call's. It closes the connection, and says why a read failed.</param>
    public AnswerStream(HttpContent content, EngineConnection connection, long? length, CancellationToken cancellationToken)
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

        // Docker.DotNet does not dispose the answer to a call that was refused.
        _isOver = true;
        _connection.Dispose();
        return 0;
    }
}
