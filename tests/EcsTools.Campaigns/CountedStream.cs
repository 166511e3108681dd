using System;
using System.IO;

namespace EcsTools.Campaigns;

/// <summary>An input whose reading is bounded: a reader that goes round in circles is stopped and not waited for.</summary>
internal sealed class CountedStream(byte[] content, ReadBound bound) : MemoryStream(content, writable: false)
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = base.Read(buffer, offset, count);
        bound.Count(read);
        return read;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = base.Read(buffer);
        bound.Count(read);
        return read;
    }
}

/// <summary>Steps and bytes that reading one input may take, over all of its streams.</summary>
internal sealed class ReadBound(long most)
{
    private long _used;

    /// <summary>Room for reading an input some times, with whatever is opened in it.</summary>
    public static ReadBound For(byte[] input) => new((200L * input.Length) + (4 << 20));

    public void Count(int bytes)
    {
        if ((_used += 64 + bytes) > most)
        {
            throw new InvalidOperationException($"The reader took more than {most} bytes and steps.");
        }
    }
}
