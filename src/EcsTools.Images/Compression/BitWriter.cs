using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace EcsTools.Images.Compression;

/// <summary>Writes bits in the order of deflate, the lowest bit first. It may overwrite eight bytes after its own output.</summary>
internal ref struct BitWriter
{
    public const int Slack = 8;

    private readonly Span<byte> _target;
    private ulong _bits;
    private int _count;
    private int _written;

    public BitWriter(Span<byte> target)
    {
        _target = target;
        _bits = 0;
        _count = 0;
        _written = 0;
    }

    /// <summary>The number of complete bytes so far.</summary>
    public readonly int Written => _written;

    /// <summary>Adds bits. At most 56 bits are allowed between two calls of <see cref="Flush"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong bits, int count)
    {
        _bits |= bits << _count;
        _count += count;
    }

    /// <summary>Adds a code of the given length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(uint code) => Add(code & HuffmanCode.CodeMask, (int)(code >> HuffmanCode.LengthShift));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush()
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_target.Slice(_written), _bits);
        _written += _count >> 3;
        _bits >>= _count & ~7;
        _count &= 7;
    }

    /// <summary>Adds zero bits up to the next whole byte.</summary>
    public void Align()
    {
        Flush();
        _count += -_count & 7;
        Flush();
    }

    /// <summary>Copies bytes unchanged. The output must be at a whole byte.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        Flush();
        bytes.CopyTo(_target.Slice(_written));
        _written += bytes.Length;
    }
}
