using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace EcsTools.Images.Archives;

/// <summary>
/// The archives of an engine from which the files of one layer are read in the order of the layer. An engine sends a folder with each folder's names in order,
/// and what is below <c>a/</c> before <c>a.b</c>; the layer has its files in any order, often that of their whole paths. What comes too early must be kept. If
/// that is much, another archive that begins in a folder further on is quicker: the first one waits meanwhile, and skips that folder later.
/// </summary>
internal sealed class LayerReadPlan
{
    /// <summary>To keep fewer bytes takes less time than to begin another archive.</summary>
    public const long LeastKept = 32 << 20;

    /// <summary>Each archive occupies a process of the engine and a container until it is read.</summary>
    public const int MostArchives = 8;

    private const int MostFiles = 500_000;

    // Milliseconds for a megabyte and for an archive, measured on two cores. The figures only tell which way is quicker.
    private const double ToRead = 4;
    private const double ToKeep = 2;
    private const double ToBegin = 80;

    private readonly Dictionary<string, int> _archives;
    private readonly HashSet<string> _last;

    private LayerReadPlan(LayerReading reading)
    {
        Folders = reading.Folders;
        _archives = reading.ArchiveOf;
        _last = new HashSet<string>(reading.Last, StringComparer.Ordinal);
    }

    /// <summary>The folder, or the single file, of each further archive, in the order in which they are needed. The first archive has all files.</summary>
    public IReadOnlyList<string> Folders { get; }

    /// <summary>Plans the reading of a layer.</summary>
    /// <param name="record">The decompressed tar-split file of the layer. It is closed.</param>
    /// <returns>Null if one archive is enough.</returns>
    /// <exception cref="MalformedContentException">The record is malformed.</exception>
    public static LayerReadPlan? Create(Stream record)
    {
        var files = new List<LayerFile>();
        using (var lines = new JsonLineReader(record))
        {
            while (lines.Read() is { } line)
            {
                var entry = TarSplitEntry.Read(line.AsSpan(), lines.Number);
                if (!entry.IsSegment && entry.Size > 0)
                {
                    files.Add(new LayerFile(TarIndex.Normalize(entry.Name), entry.Size));
                }
            }
        }

        return Create(files);
    }

    /// <summary>Plans the reading of a layer with these files, in its order.</summary>
    /// <param name="files">The files that have content.</param>
    public static LayerReadPlan? Create(IReadOnlyList<LayerFile> files)
    {
        // Most layers have the engine's order. A plan for one with very many files would take too much memory.
        if (files.Count is < 2 or > MostFiles || Enumerable.Range(1, files.Count - 1).All(at => LayerReading.Compare(files[at - 1].Name, files[at].Name) < 0))
        {
            return null;
        }

        var alone = new LayerReading(files);
        alone.Run(mostArchives: 1);
        if (alone.Kept < LeastKept)
        {
            return null;
        }

        var several = new LayerReading(files);
        several.Run(MostArchives);
        return Cost(several) < Cost(alone) ? new LayerReadPlan(several) : null;
    }

    /// <summary>
    /// The archive from which a file is read: 0 for the first, and one more than the position in <see cref="Folders"/> for the others; null for what is no file
    /// of the layer.
    /// </summary>
    /// <param name="name">The name in the layer.</param>
    public int? ArchiveOf(string name) => _archives.TryGetValue(name, out var archive) ? archive : null;

    /// <summary>Whether a file is the last for which its archive is read.</summary>
    /// <param name="name">The name in the layer.</param>
    public bool IsLast(string name) => _last.Contains(name);

    private static double Cost(LayerReading reading)
        => (reading.Read / 1e6 * ToRead) + (reading.Kept / 1e6 * ToKeep) + (reading.Folders.Count * ToBegin);
}

/// <summary>A file of a layer.</summary>
/// <param name="Name">Its name in the layer.</param>
/// <param name="Size">Its bytes.</param>
internal readonly record struct LayerFile(string Name, long Size);
