using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace EcsTools.Images.Archives;

/// <summary>
/// Restores the original tar of a layer that an engine unpacked, byte for byte. The engine keeps the content of the files in a folder, and everything
/// else in a tar-split file. Source: github.com/vbatts/tar-split. The reader must verify the diff id of the layer.
/// </summary>
internal sealed class TarSplitStream : ForwardStream
{
    private readonly JsonLineReader _entries;
    private readonly ILayerFiles _files;
    private byte[] _segment = Array.Empty<byte>();
    private int _segmentRead;
    private Stream? _file;
    private string _fileName = "";
    private long _fileLeft;

    /// <param name="entries">The decompressed tar-split file, with one JSON object on each line. It is closed together with this stream.</param>
    /// <param name="files">The content of the layer's files. It is disposed together with this stream.</param>
    public TarSplitStream(Stream entries, ILayerFiles files)
    {
        _entries = new JsonLineReader(entries);
        _files = files;
    }

    /// <summary>Fills the whole buffer, except at the end. This reads thousands of small files in a few calls.</summary>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var filled = 0;
        while (filled < count)
        {
            var read = _file is not null ? ReadFile(buffer, offset + filled, count - filled) : ReadSegment(buffer, offset + filled, count - filled);
            filled += read;
            if (read == 0 && _file is null && !Next())
            {
                break;
            }
        }

        return filled;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Read(buffer, offset, count));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file?.Dispose();
            _entries.Dispose();
            _files.Dispose();
        }

        base.Dispose(disposing);
    }

    private int ReadSegment(byte[] buffer, int offset, int count)
    {
        var read = Math.Min(count, _segment.Length - _segmentRead);
        Buffer.BlockCopy(_segment, _segmentRead, buffer, offset, read);
        _segmentRead += read;
        return read;
    }

    private int ReadFile(byte[] buffer, int offset, int count)
    {
        var read = _file!.Read(buffer, offset, (int)Math.Min(count, _fileLeft));
        if (read == 0)
        {
            throw new MalformedContentException($"the layer's file '{_fileName}' is {_fileLeft} bytes shorter than it was when the engine unpacked it");
        }

        _fileLeft -= read;
        if (_fileLeft == 0)
        {
            _file.Dispose();
            _file = null;
        }

        return read;
    }

    /// <returns>False after the last entry.</returns>
    private bool Next()
    {
        if (_entries.Read() is not { } line)
        {
            return false;
        }

        var entry = TarSplitEntry.Read(line.AsSpan(), _entries.Number);
        if (entry.IsSegment)
        {
            _segment = entry.Payload;
            _segmentRead = 0;
        }
        else if (entry.Size > 0)
        {
            _file = _files.Open(entry.Name, _entries.Number);
            _fileName = entry.Name;
            _fileLeft = entry.Size;
        }

        return true;
    }
}
