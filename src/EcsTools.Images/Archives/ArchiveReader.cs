using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Archives;

/// <summary>
/// Reads an archive that arrives from an engine, forward only. Headers are small and files are large, so small reads go through a buffer. An engine that
/// sends nothing for a minute has lost the archive.
/// </summary>
internal sealed class ArchiveReader : ForwardStream
{
    /// <summary>How long an engine may send nothing.</summary>
    public static readonly TimeSpan DefaultSilence = TimeSpan.FromMinutes(1);

    private readonly TimeSpan _longestSilence;
    private readonly Stream _source;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _patience;
    private readonly byte[] _buffer = new byte[1 << 17];
    private int _start;
    private int _end;
    private long _position;

    /// <param name="source">The archive. It is closed together with this stream.</param>
    /// <param name="cancellationToken">Ends a read that waits.</param>
    /// <param name="longestSilence">How long the engine may send nothing; null for <see cref="DefaultSilence"/>.</param>
    public ArchiveReader(Stream source, CancellationToken cancellationToken, TimeSpan? longestSilence = null)
    {
        _longestSilence = longestSilence ?? DefaultSilence;
        _source = source;
        _cancellationToken = cancellationToken;
        _patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>The bytes read so far. A later position is reached by reading.</summary>
    public override long Position
    {
        get => _position;
        set
        {
            while (_position < value)
            {
                if (_start == _end && !Fill())
                {
                    throw Cut(null);
                }

                var skipped = (int)Math.Min(value - _position, _end - _start);
                _start += skipped;
                _position += skipped;
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_start == _end)
        {
            if (count >= _buffer.Length)
            {
                var direct = Receive(buffer, offset, count);
                _position += direct;
                return direct;
            }

            if (!Fill())
            {
                return 0;
            }
        }

        var read = Math.Min(count, _end - _start);
        Buffer.BlockCopy(_buffer, _start, buffer, offset, read);
        _start += read;
        _position += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _source.Dispose();
            _patience.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool Fill()
    {
        _start = 0;
        _end = Receive(_buffer, 0, _buffer.Length);
        return _end > 0;
    }

    private int Receive(byte[] buffer, int offset, int count)
    {
        try
        {
            _patience.CancelAfter(_longestSilence);
            var read = _source.ReadAsync(buffer, offset, count, _patience.Token).GetAwaiter().GetResult();

            // The time until the next read is not the engine's.
            _patience.CancelAfter(Timeout.InfiniteTimeSpan);
            return read;
        }
        catch (OperationCanceledException e) when (!_cancellationToken.IsCancellationRequested)
        {
            throw new MalformedContentException($"the engine sent nothing of the archive for {_longestSilence.TotalSeconds} seconds", e);
        }
        catch (IOException e)
        {
            throw Cut(e);
        }
    }

    private static MalformedContentException Cut(Exception? cause)
        => new(cause is null ? "the engine's archive ends early: it was cut off" : $"the engine's archive broke off: {cause.Message.TrimEnd('.')}", cause);
}
