using System;
using System.Text;

namespace EcsTools.Sandbox.Balancing.Http1;

/// <summary>Bytes that are put together before they are sent. Used again for each message of a connection.</summary>
internal sealed class ByteBuilder
{
    public byte[] Bytes { get; private set; } = new byte[2048];

    public int Length { get; private set; }

    public ByteBuilder Clear()
    {
        Length = 0;
        return this;
    }

    public ByteBuilder Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(Bytes.AsSpan(Length));
        Length += bytes.Length;
        return this;
    }

    /// <summary>Text of which each character is one byte.</summary>
    public ByteBuilder Append(string text)
    {
        Reserve(text.Length);
        var bytes = Bytes;
        var at = Length;
        foreach (var letter in text)
        {
            bytes[at++] = (byte)letter;
        }

        Length = at;
        return this;
    }

    public ByteBuilder AppendUtf8(string text) => Append(Encoding.UTF8.GetBytes(text));

    public ByteBuilder Append(long number)
    {
        Reserve(20);
        Span<byte> digits = stackalloc byte[20];
        var at = digits.Length;
        do
        {
            digits[--at] = (byte)('0' + (number % 10));
            number /= 10;
        }
        while (number > 0);
        return Append(digits.Slice(at));
    }

    public ByteBuilder AppendLineEnd()
    {
        Reserve(2);
        Bytes[Length++] = (byte)'\r';
        Bytes[Length++] = (byte)'\n';
        return this;
    }

    /// <summary>A header line.</summary>
    public ByteBuilder Header(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Append(name).Append(": "u8).Append(value).AppendLineEnd();

    /// <summary>A header line.</summary>
    public ByteBuilder Header(ReadOnlySpan<byte> name, string value) => Append(name).Append(": "u8).Append(value).AppendLineEnd();

    private void Reserve(int count)
    {
        if (Bytes.Length - Length < count)
        {
            var larger = new byte[Math.Max(Bytes.Length * 2, Length + count)];
            Buffer.BlockCopy(Bytes, 0, larger, 0, Length);
            Bytes = larger;
        }
    }
}
