using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;

namespace EcsTools.Images.Archives;

/// <summary>The offset of each file in a tar archive. One pass over the headers finds them, so that blobs can be opened in any order.</summary>
internal sealed class TarIndex
{
    /// <summary>
    /// The archive of an image has a few entries for each layer. With more entries than this, it is not such an archive and would use too much
    /// memory.
    /// </summary>
    private const int MostEntries = 200_000;

    private const int MostNameCharacters = 32 << 20;
    private const int MostLinks = 8;
    private const string Blobs = "blobs/";

    private readonly Dictionary<string, (long Offset, long Size)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated = new(StringComparer.Ordinal);
    private readonly Func<Stream> _open;
    private int _entries;
    private long _nameCharacters;

    private TarIndex(Func<Stream> open)
    {
        _open = open;
    }

    /// <summary>Names of the files, in no particular order.</summary>
    public IReadOnlyCollection<string> Names => _files.Keys;

    /// <summary>Reads the headers of an archive on disk.</summary>
    /// <exception cref="MalformedContentException">It is not a tar archive, or it is damaged.</exception>
    public static TarIndex Read(string path, CancellationToken cancellationToken = default)
        => Read(() => new UnbufferedFile(path), cancellationToken);

    /// <summary>Reads the headers of an archive.</summary>
    /// <param name="open">Opens the archive. Each stream has its own position.</param>
    /// <param name="cancellationToken">Ends the reading at the next file: on a slow disk it may take long.</param>
    /// <exception cref="MalformedContentException">It is not a tar archive, or it is damaged.</exception>
    public static TarIndex Read(Func<Stream> open, CancellationToken cancellationToken = default)
    {
        var index = new TarIndex(open);
        using var stream = index._open();
        index.ReadEntries(stream, stream.Length, (_, _, _) => cancellationToken.ThrowIfCancellationRequested());
        return index;
    }

    /// <summary>Reads an archive while it arrives, and reports each file when its header has been read.</summary>
    /// <param name="arriving">The archive. It need not support seeking, but must know its position.</param>
    /// <param name="met">Receives name, offset and size of each file before its content is read.</param>
    /// <exception cref="MalformedContentException">It is not a tar archive, or it is damaged.</exception>
    public static void Read(Stream arriving, Action<string, long, long> met)
        => new TarIndex(() => throw new NotSupportedException("An archive that is arriving is read once.")).ReadEntries(arriving, long.MaxValue, met);

    /// <summary>Whether the archive contains a file.</summary>
    /// <exception cref="MalformedContentException">It contains the file twice.</exception>
    public bool Contains(string name) => Find(name) is { } found && RequireOnce(found);

    /// <exception cref="MalformedContentException">The archive does not contain the file, or contains it twice.</exception>
    public long SizeOf(string name) => Entry(name).Size;

    /// <summary>Opens one file of the archive. Each stream has its own position.</summary>
    /// <exception cref="MalformedContentException">The archive does not contain the file, or contains it twice.</exception>
    public Stream Open(string name)
    {
        var (offset, size) = Entry(name);
        var archive = _open();
        archive.Position = offset;
        return new BoundedStream(archive, size);
    }

    /// <summary>Reads one small file of the archive.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="longest">The most bytes it may have.</param>
    /// <exception cref="MalformedContentException">The archive does not contain the file or contains it twice, or the file is too large.</exception>
    public byte[] ReadAll(string name, int longest)
    {
        if (SizeOf(name) > longest)
        {
            throw new MalformedContentException($"its file {name} has {ByteSize.Format(SizeOf(name))}, which is more "
                + $"than the limit of {ByteSize.Format(longest)}");
        }

        using var stream = Open(name);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private (long Offset, long Size) Entry(string name)
    {
        var found = Find(name) ?? throw new MalformedContentException($"it names the file '{name}' but does not contain it");
        RequireOnce(found);
        return _files[found];
    }

    /// <summary>
    /// If a file is in the archive twice, readers differ on which one counts. For a blob this does not matter, because its digest is verified.
    /// </summary>
    private bool RequireOnce(string name)
        => !_repeated.Contains(name) || name.StartsWith(Blobs, StringComparison.Ordinal) ? true
            : throw new MalformedContentException($"it contains the file '{name}' twice");

    /// <summary>Follows links from a name and returns the name of the file at the end; null if there is none.</summary>
    private string? Find(string name)
    {
        name = Normalize(name);
        for (var hops = 0; hops < MostLinks; hops++)
        {
            if (_files.ContainsKey(name))
            {
                return name;
            }

            if (!_links.TryGetValue(name, out var target))
            {
                return null;
            }

            name = target;
        }

        return null;
    }

    private void ReadEntries(Stream stream, long length, Action<string, long, long> met)
    {
        var extended = new TarExtendedHeaders();
        while (TarHeader.Read(stream) is { } header)
        {
            var start = header.Offset + TarHeader.BlockSize;
            if (header.IsExtension)
            {
                extended.Read(header, stream);
            }
            else
            {
                header = extended.Complete(header);
                extended = new TarExtendedHeaders();
                if (++_entries > MostEntries)
                {
                    throw new MalformedContentException($"it has more than {MostEntries} entries, so it is not the archive of an image");
                }

                Add(header, start, met);
            }

            var end = header.End(start);
            if (start + header.Size > length)
            {
                throw new MalformedContentException($"it ends early, in the middle of {header.Place}: it was cut off");
            }

            stream.Position = end;
        }

        if (!extended.IsEmpty)
        {
            throw new MalformedContentException("it ends early, between an extended header and its entry: it was cut off");
        }
    }

    private void Add(TarHeader header, long start, Action<string, long, long> met)
    {
        var name = Normalize(header.Name);
        if ((_nameCharacters += name.Length) > MostNameCharacters)
        {
            throw new MalformedContentException($"the names of its entries have more than {MostNameCharacters} "
                + "characters, so it is not the archive of an image");
        }

        if (header.IsFile)
        {
            if (_files.ContainsKey(name) || _links.ContainsKey(name))
            {
                _repeated.Add(name);
            }

            _files[name] = (start, header.Size);
            met(name, start, header.Size);
        }
        else if (header.IsLink)
        {
            // Older engines save a layer that two images share as a symbolic link, relative to the folder of the link.
            var folder = header.IsSymbolicLink && !header.LinkName.StartsWith("/", StringComparison.Ordinal)
                ? name.Substring(0, name.LastIndexOf('/') + 1) : "";
            if ((_nameCharacters += header.LinkName.Length) <= MostNameCharacters)
            {
                _links[name] = Normalize(folder + header.LinkName);
            }
        }
    }

    /// <summary>
    /// Normalizes a name to a path from the root of the archive. A name cannot lead out of the archive: only its own files are read.
    /// </summary>
    internal static string Normalize(string name)
    {
        var parts = new List<string>();
        foreach (var part in name.Replace('\\', '/').Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part.Length > 0 && part != "." && part != "..")
            {
                parts.Add(part);
            }
        }

        return string.Join("/", parts);
    }
}
