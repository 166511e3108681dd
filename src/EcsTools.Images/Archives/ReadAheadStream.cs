using System;
using System.Collections.Concurrent;
using System.IO;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Archives;

/// <summary>
/// Reads a stream on a thread of its own, some megabytes ahead of its reader. The source goes on while the reader compresses and sends, and a source that
/// blocks does not block a thread of the pool.
/// </summary>
internal sealed class ReadAheadStream : ForwardStream
{
    private const int PieceSize = 1 << 18;
    private const int MostPieces = 12;

    private readonly Stream _source;
    private readonly CancellationTokenSource _stop;
    private readonly ConcurrentQueue<(byte[] Bytes, int Length)> _pieces = new();
    private readonly ConcurrentBag<byte[]> _buffers = new();
    private readonly SemaphoreSlim _free = new(MostPieces);
    private readonly SemaphoreSlim _filled = new(0);
    private readonly Task _reading;
    private (byte[] Bytes, int Length) _piece = (Array.Empty<byte>(), 0);
    private int _at;
    private bool _ended;
    private volatile ExceptionDispatchInfo? _failure;

    /// <param name="source">The source. Only this stream reads it, and disposes it at the end.</param>
    /// <param name="stop">Ends a read of the source that waits. It is cancelled and disposed together with this stream.</param>
    public ReadAheadStream(Stream source, CancellationTokenSource stop)
    {
        _source = source;
        _stop = stop;
        _reading = Task.Factory.StartNew(ReadAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_at == _piece.Length && !await NextAsync(cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        var read = Math.Min(count, _piece.Length - _at);
        Buffer.BlockCopy(_piece.Bytes, _at, buffer, offset, read);
        _at += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer, offset, count, CancellationToken.None).GetAwaiter().GetResult();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stop.Cancel();
            _reading.GetAwaiter().GetResult();
            _source.Dispose();
            _free.Dispose();
            _filled.Dispose();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <returns>False at the end.</returns>
    private async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        if (_ended)
        {
            return false;
        }

        if (_piece.Length > 0)
        {
            _buffers.Add(_piece.Bytes);
            _free.Release();
            _piece = (Array.Empty<byte>(), 0);
            _at = 0;
        }

        await _filled.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_pieces.TryDequeue(out _piece))
        {
            return true;
        }

        _ended = true;
        _failure?.Throw();
        return false;
    }

    private void ReadAll()
    {
        try
        {
            while (true)
            {
                _free.Wait(_stop.Token);
                var buffer = _buffers.TryTake(out var used) ? used : new byte[PieceSize];
                var read = _source.Read(buffer, 0, buffer.Length);
                if (read == 0)
                {
                    break;
                }

                _pieces.Enqueue((buffer, read));
                _filled.Release();
            }
        }
        catch (Exception e)
        {
            // The reader receives it after the pieces that were read before.
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        _filled.Release();
    }
}
