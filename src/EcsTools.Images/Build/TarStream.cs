using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Build;

#pragma warning disable CA1844 // The memory-based overload is not in netstandard2.0.

/// <summary>A tar that is written while it is read, with one open file at a time. It reads local files, on the reader's thread.</summary>
internal sealed class TarStream : Stream
{
    private readonly IEnumerator<TarEntry> _entries;
    private readonly Action<long>? _progress;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] _pending = Array.Empty<byte>();
    private int _pendingAt;
    private Stream? _content;
    private long _contentLeft;
    private TarEntry? _entry;
    private bool _ended;
    private long _produced;

    /// <summary>Creates a tar of these entries. <paramref name="progress"/> receives the number of bytes read so far.</summary>
    public TarStream(IEnumerable<TarEntry> entries, Action<long>? progress = null)
    {
        _entries = entries.GetEnumerator();
        _progress = progress;
    }

    /// <summary>The digest of all headers and contents, without the times of the files; null before the end.</summary>
    public string? Digest { get; private set; }

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _produced;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0)
        {
            return 0;
        }

        var total = 0;
        while (total < count)
        {
            var read = ReadSome(buffer, offset + total, count - total);
            if (read > 0)
            {
                total += read;
            }
            else if (!Advance())
            {
                break;
            }
        }

        _produced += total;
        _progress?.Invoke(_produced);
        return total;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<int>(cancellationToken)
            : Task.FromResult(Read(buffer, offset, count));

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content?.Dispose();
            _entries.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadSome(byte[] buffer, int offset, int count)
    {
        if (_pendingAt < _pending.Length)
        {
            var held = Math.Min(count, _pending.Length - _pendingAt);
            Buffer.BlockCopy(_pending, _pendingAt, buffer, offset, held);
            _pendingAt += held;
            return held;
        }

        if (_contentLeft == 0)
        {
            return 0;
        }

        _content ??= _entry!.Open!();
        var read = _content.Read(buffer, offset, (int)Math.Min(count, _contentLeft));
        if (read == 0)
        {
            throw BuildContextErrors.FileShrank(_entry!.Name);
        }

        _hash.AppendData(buffer, offset, read);
        _contentLeft -= read;
        if (_contentLeft == 0)
        {
            _content.Dispose();
            _content = null;
            Hold(new byte[TarEntry.Padding(_entry!.Length)]);
        }

        return read;
    }

    private bool Advance()
    {
        if (_ended)
        {
            return false;
        }

        if (_entries.MoveNext())
        {
            _entry = _entries.Current;
            _contentLeft = _entry.Length;
            _hash.AppendData((_entry with { Modified = DateTimeOffset.FromUnixTimeSeconds(0) }).Header());
            Hold(_entry.Header());
        }
        else
        {
            _ended = true;
            Digest = Sha256Digest.FromHash(_hash.GetHashAndReset());
            Hold(new byte[2 * TarEntry.BlockSize]);
        }

        return true;
    }

    private void Hold(byte[] bytes)
    {
        _pending = bytes;
        _pendingAt = 0;
    }
}
