using System;
using System.Collections.Generic;
using System.IO;

namespace EcsTools.Images.Archives;

/// <summary>Where each file of a tar archive begins, read in one pass over its headers, so that blobs can be opened in any order.</summary>
internal sealed class TarIndex
{
    /// <summary>An archive of an image has a few entries for each layer. More than this is not such an archive, and would fill the memory.</summary>
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

    /// <summary>Names of the files, in no order.</summary>
    public IReadOnlyCollection<string> Names => _files.Keys;

    /// <summary>Reads the headers of an archive that is a file.</summary>
    /// <exception cref="MalformedContentException">It is not a tar archive, or is damaged.</exception>
    public static TarIndex Read(string path)
        => Read(() => new UnbufferedFile(path));

    /// <summary>Reads the headers of an archive.</summary>
    /// <param name="open">Opens it, each time with a position of its own.</param>
    /// <exception cref="MalformedContentException">It is not a tar archive, or is damaged.</exception>
    public static TarIndex Read(Func<Stream> open)
    {
        var index = new TarIndex(open);
        using var stream = index._open();
        index.ReadEntries(stream, stream.Length, null);
        return index;
    }

    /// <summary>Reads an archive that is still arriving, and tells of each file when its header is read.</summary>
    /// <param name="arriving">The archive. It need only go forward, and knows its position.</param>
    /// <param name="met">Receives the name, the offset and the size of each file before its content is read.</param>
    /// <exception cref="MalformedContentException">It is not a tar archive, or is damaged.</exception>
    public static void Read(Stream arriving, Action<string, long, long> met)
        => new TarIndex(() => throw new NotSupportedException("An archive that is arriving is read once.")).ReadEntries(arriving, long.MaxValue, met);

    /// <summary>Whether the archive has a file.</summary>
    /// <exception cref="MalformedContentException">It has the file twice.</exception>
    public bool Contains(string name) => Find(name) is { } found && RequireOnce(found);

    /// <exception cref="MalformedContentException">The archive does not have the file, or has it twice.</exception>
    public long SizeOf(string name) => Entry(name).Size;

    /// <summary>Opens one file of the archive. Each stream has a position of its own.</summary>
    /// <exception cref="MalformedContentException">The archive does not have the file, or has it twice.</exception>
    public Stream Open(string name)
    {
        var (offset, size) = Entry(name);
        var archive = _open();
        archive.Position = offset;
        return new BoundedStream(archive, size);
    }

    /// <summary>One small file of the archive.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="longest">The most bytes it may have.</param>
    /// <exception cref="MalformedContentException">The archive does not have the file, has it twice, or the file is larger.</exception>
    public byte[] ReadAll(string name, int longest)
    {
        if (SizeOf(name) > longest)
        {
            throw new MalformedContentException($"the file {name} in it has {ByteSize.Format(SizeOf(name))}, and {ByteSize.Format(longest)} is the most");
        }

        using var stream = Open(name);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private (long Offset, long Size) Entry(string name)
    {
        var found = Find(name) ?? throw new MalformedContentException($"it names the file '{name}' and does not hold it");
        RequireOnce(found);
        return _files[found];
    }

    /// <summary>Readers differ on which of two files of one name counts. Of a blob it does not matter: its digest is verified.</summary>
    private bool RequireOnce(string name)
        => !_repeated.Contains(name) || name.StartsWith(Blobs, StringComparison.Ordinal) ? true : throw new MalformedContentException($"the file '{name}' is in it twice");

    /// <summary>The name of the file that a name leads to, over links; null if there is none.</summary>
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

    private void ReadEntries(Stream stream, long length, Action<string, long, long>? met)
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

    private void Add(TarHeader header, long start, Action<string, long, long>? met)
    {
        var name = Normalize(header.Name);
        if ((_nameCharacters += name.Length) > MostNameCharacters)
        {
            throw new MalformedContentException($"the names of its entries have more than {MostNameCharacters} characters, so it is not the archive of an image");
        }

        if (header.IsFile)
        {
            if (_files.ContainsKey(name) || _links.ContainsKey(name))
            {
                _repeated.Add(name);
            }

            _files[name] = (start, header.Size);
            met?.Invoke(name, start, header.Size);
        }
        else if (header.IsLink)
        {
            // Older engines save a layer that two images share as a symbolic link, relative to the link's own folder.
            var folder = header.IsSymbolicLink && !header.LinkName.StartsWith("/", StringComparison.Ordinal) ? name.Substring(0, name.LastIndexOf('/') + 1) : "";
            if ((_nameCharacters += header.LinkName.Length) <= MostNameCharacters)
            {
                _links[name] = Normalize(folder + header.LinkName);
            }
        }
    }

    /// <summary>A name as the path from the archive's root. A name cannot lead out of it: nothing is read but what the archive itself holds.</summary>
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
