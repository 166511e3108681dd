using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Registry;

/// <summary>The network's end of a body. Each piece of it must be transferred in time. It owns neither the stream nor the timeout.</summary>
internal sealed class StallDetectingStream : Stream
{
    private readonly Stream _inner;
    private readonly StallTimeout _watch;

    public StallDetectingStream(Stream inner, StallTimeout watch)
    {
        _inner = inner;
        _watch = watch;
    }

    public override bool CanRead => _inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => _inner.CanWrite;

    public override long Length => throw new NotSupportedException("A body has no known length.");

    public override long Position
    {
        get => throw new NotSupportedException("A body has no position.");
        set => throw new NotSupportedException("A body goes forward only.");
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        _watch.ExpectBytes();
        try
        {
            return await _inner.ReadAsync(buffer, offset, count, _watch.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (_watch.HasStalled)
        {
            throw _watch.Stalled(e);
        }
        finally
        {
            _watch.Rest();
        }
    }

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        _watch.ExpectBytes();
        try
        {
            await _inner.WriteAsync(buffer, offset, count, _watch.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (_watch.HasStalled)
        {
            throw _watch.Stalled(e);
        }
        finally
        {
            _watch.Rest();
        }
    }

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count)
        => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override void Write(byte[] buffer, int offset, int count)
        => WriteAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A body goes forward only.");

    public override void SetLength(long value) => throw new NotSupportedException("A body has no length to set.");
}
