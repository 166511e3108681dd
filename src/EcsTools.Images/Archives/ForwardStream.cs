using System;
using System.IO;

namespace EcsTools.Images.Archives;

/// <summary>A stream that can be read only once, from start to end.</summary>
internal abstract class ForwardStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException("This stream has no known length.");

    public override long Position
    {
        get => throw new NotSupportedException("This stream is read once, forward.");
        set => throw new NotSupportedException("This stream is read once, forward.");
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("This stream is read once, forward.");

    public override void SetLength(long value) => throw new NotSupportedException("This stream is read only.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream is read only.");
}
