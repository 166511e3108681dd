using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace EcsTools.Images.Archives;

/// <summary>
/// The files of a layer in an archive that the engine makes of the layer's folder. The engine sends the files in the order of their names, and the layer may
/// have another one. Files that come before they are asked for are kept in a temporary file; if they were too many, further archives are read, see
/// <see cref="LayerReadPlan"/>.
/// </summary>
internal sealed class LayerArchive : ILayerFiles
{
    // The index of the files that are kept takes memory. With more, the export is the better way.
    private const int MostKept = 500_000;
    private const int MostNameCharacters = 64 << 20;

    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<string, (long Offset, long Size)> _kept = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly FolderArchive _first;
    private readonly byte[] _buffer = new byte[1 << 18];
    private FurtherArchives? _further;
    private SpoolFile? _spool;
    private long _nameCharacters;

    /// <param name="archive">The archive. It is closed together with this object.</param>
    /// <param name="folder">The beginning of the names of the layer's files, such as <c>files/</c>.</param>
    /// <param name="cancellationToken">Ends a read that waits.</param>
    public LayerArchive(Stream archive, string folder, CancellationToken cancellationToken)
    {
        _first = new FolderArchive(archive, folder, "", null, cancellationToken);
        _cancellationToken = cancellationToken;
    }

    /// <summary>Copies a file that comes before the layer's files to a temporary file.</summary>
    /// <param name="name">Its whole name in the archive.</param>
    /// <param name="longest">The most bytes it may have.</param>
    /// <exception cref="MalformedContentException">The archive does not have it, or it is too long.</exception>
    public SpoolFile CopyFile(string name, long longest)
    {
        while (_first.Next() is { } entry)
        {
            if (!entry.IsFile || TarIndex.Normalize(entry.Name) != name)
            {
                continue;
            }

            var file = entry.Size <= longest ? SpoolFile.Create()
                : throw new MalformedContentException($"'{name}' of the engine's folder has more than {ByteSize.Format(longest)}");
            try
            {
                CopyTo(file, _first, entry);
                return file;
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }

        throw new MalformedContentException($"the engine's archive does not have the file '{name}'");
    }

    /// <summary>Has some of the files read from further archives. It is called before the first file is opened.</summary>
    /// <param name="further">The archives. They are disposed together with this object.</param>
    public void Use(FurtherArchives further) => _further = further;

    public Stream Open(string name, long line)
    {
        var wanted = TarIndex.Normalize(name);
        if (Kept(wanted) is { } kept)
        {
            return kept;
        }

        var archive = _further?.Find(wanted) ?? _first;
        while (archive.Next() is { } entry)
        {
            var found = archive.NameOf(entry.Name);
            if (entry.IsFile && found == wanted)
            {
                return new Part(archive, entry.Size);
            }

            // What another archive gives is not kept twice.
            if (_further is null || _further.Gives(archive == _first ? null : archive, found))
            {
                Keep(found, archive, entry);
                if (Kept(wanted) is { } linked)
                {
                    return linked;
                }
            }
        }

        throw new MalformedContentException($"the engine's archive does not have the layer's file '{name}' of the line {line}");
    }

    public void Dispose()
    {
        _further?.Dispose();
        _first.Dispose();
        _spool?.Dispose();
    }

    private Stream? Kept(string name)
    {
        // An engine sends a file with several names once, and the other names as links to it.
        if (!_kept.TryGetValue(name, out var place) && !(_links.TryGetValue(name, out var target) && _kept.TryGetValue(target, out place)))
        {
            return null;
        }

        var stream = _spool!.Open();
        stream.Position = place.Offset;
        return new BoundedStream(stream, place.Size);
    }

    private void Keep(string name, FolderArchive archive, TarHeader entry)
    {
        var isHardLink = entry.IsLink && !entry.IsSymbolicLink;
        if (!isHardLink && !(entry.IsFile && entry.Size > 0))
        {
            return;
        }

        if (_kept.Count + _links.Count >= MostKept || (_nameCharacters += name.Length + entry.LinkName.Length) > MostNameCharacters)
        {
            throw new MalformedContentException($"the layer has more than {MostKept} files in another order than the engine's archive");
        }

        if (isHardLink)
        {
            _links[name] = archive.NameOf(entry.LinkName);
            return;
        }

        _spool ??= SpoolFile.Create();
        var offset = _spool.Length;
        CopyTo(_spool, archive, entry);
        _kept[name] = (offset, entry.Size);
    }

    private void CopyTo(SpoolFile file, FolderArchive archive, TarHeader entry)
    {
        for (var left = entry.Size; left > 0;)
        {
            // An engine sends pieces of 32 KB. To write each of them would take longer.
            var filled = 0;
            while (filled < Math.Min(left, _buffer.Length))
            {
                var read = archive.Read(_buffer, filled, (int)Math.Min(left, _buffer.Length) - filled);
                filled += read > 0 ? read : throw new MalformedContentException($"the engine's archive ends early, in {entry.Place}: it was cut off");
            }

            file.AppendAsync(_buffer, filled, _cancellationToken).GetAwaiter().GetResult();
            left -= filled;
        }
    }

    /// <summary>The content of the entry that an archive has reached. The archive stays open.</summary>
    private sealed class Part : ForwardStream
    {
        private readonly FolderArchive _archive;
        private long _left;

        public Part(FolderArchive archive, long size)
        {
            _archive = archive;
            _left = size;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = _archive.Read(buffer, offset, (int)Math.Min(count, _left));
            _left -= read;
            return read;
        }
    }
}
