using System;
using System.IO;
using System.Threading;

namespace EcsTools.Images.Archives;

/// <summary>An archive that an engine makes of a folder: its entries as they come, each with its content.</summary>
internal sealed class FolderArchive : IDisposable
{
    private readonly ArchiveReader _archive;
    private readonly IDisposable? _owned;
    private readonly string _sent;
    private readonly string _below;
    private long _next;

    /// <param name="archive">The archive. It is closed together with this object.</param>
    /// <param name="sent">The beginning of the names in the archive, which is cut off.</param>
    /// <param name="below">What the names begin with instead.</param>
    /// <param name="owned">Is disposed after the archive; or null.</param>
    /// <param name="cancellationToken">Ends a read that waits.</param>
    public FolderArchive(Stream archive, string sent, string below, IDisposable? owned, CancellationToken cancellationToken)
    {
        _archive = new ArchiveReader(archive, cancellationToken);
        _sent = sent;
        _below = below;
        _owned = owned;
    }

    /// <summary>Reads up to the next entry.</summary>
    /// <returns>Null at the end.</returns>
    public TarHeader? Next()
    {
        var extended = new TarExtendedHeaders();
        while (true)
        {
            _archive.Position = _next;
            if (TarHeader.Read(_archive) is not { } header)
            {
                return null;
            }

            var start = header.Offset + TarHeader.BlockSize;
            if (!header.IsExtension)
            {
                header = extended.Complete(header);
                _next = header.End(start);
                return header;
            }

            extended.Read(header, _archive);
            _next = header.End(start);
        }
    }

    /// <summary>The name of an entry as the layer has it; empty for what is not in the folder.</summary>
    public string NameOf(string sent)
    {
        var path = TarIndex.Normalize(sent);
        return path.StartsWith(_sent, StringComparison.Ordinal) ? _below + path.Substring(_sent.Length) : "";
    }

    /// <summary>Reads content of the entry that <see cref="Next"/> returned last.</summary>
    public int Read(byte[] buffer, int offset, int count) => _archive.Read(buffer, offset, count);

    public void Dispose()
    {
        _archive.Dispose();
        _owned?.Dispose();
    }
}
