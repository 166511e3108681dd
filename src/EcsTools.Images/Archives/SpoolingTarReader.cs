using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Archives;

/// <summary>Reads an engine's export. It writes every byte to the spool file, and hashes files that are not known by name.</summary>
internal sealed class SpoolingTarReader : ForwardStream
{
    private readonly Stream _source;
    private readonly Action<byte[], int> _aside;
    private readonly CancellationToken _cancellationToken;
    private readonly byte[] _buffer = new byte[1 << 18];
    private IncrementalHash? _hash;
    private Action<string>? _hashed;
    private long _left;
    private long _position;

    /// <param name="source">The engine's export. It is closed together with this stream.</param>
    /// <param name="aside">Receives every piece as it arrives.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public SpoolingTarReader(Stream source, Action<byte[], int> aside, CancellationToken cancellationToken)
    {
        _source = source;
        _aside = aside;
        _cancellationToken = cancellationToken;
    }

    public override long Position
    {
        get => _position;
        set => ReadOn(value - _position);
    }

    /// <summary>Hashes the given number of bytes from here, and reports their digest once they have arrived.</summary>
    public void Hash(long size, Action<string> hashed)
    {
        _hash?.Dispose();
        _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _hashed = hashed;
        _left = size;
    }

    /// <summary>Reads and passes on the given number of bytes, or fewer at the end.</summary>
    public void ReadOn(long count)
    {
        int read;
        for (; count > 0 && (read = ReadSome(_buffer, 0, (int)Math.Min(count, _buffer.Length))) > 0; count -= read)
        {
        }
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = ReadSome(_buffer, 0, Math.Min(count, _buffer.Length));
        Buffer.BlockCopy(_buffer, 0, buffer, offset, read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        _source.Dispose();
        _hash?.Dispose();
        base.Dispose(disposing);
    }

    private int ReadSome(byte[] buffer, int offset, int count)
    {
        var read = _source.ReadAsync(buffer, offset, count, _cancellationToken).GetAwaiter().GetResult();
        if (read == 0)
        {
            return 0;
        }

        _aside(buffer, read);
        _position += read;
        if (_hashed is { } hashed)
        {
            var own = (int)Math.Min(read, _left);
            _hash!.AppendData(buffer, offset, own);
            if ((_left -= own) == 0)
            {
                _hashed = null;
                hashed(Sha256Digest.FromHash(_hash.GetHashAndReset()));
            }
        }

        return read;
    }
}
