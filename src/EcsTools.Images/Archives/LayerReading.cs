using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Images.Archives;

/// <summary>Goes through the files of a layer in its order, and finds out which archives of an engine give them, and how much must be kept and read.</summary>
internal sealed class LayerReading
{
    private readonly IReadOnlyList<LayerFile> _files;

    /// <summary>The positions of the files in the order in which an engine sends them.</summary>
    private readonly int[] _sent;

    /// <summary>The place in that order of each file.</summary>
    private readonly int[] _place;

    /// <summary>Whether an archive has given the file, or passed and kept it.</summary>
    private readonly bool[] _given;
    private readonly PrefixSums _missing;
    private readonly List<Archive> _archives = new();

    public LayerReading(IReadOnlyList<LayerFile> files)
    {
        _files = files;
        _sent = Enumerable.Range(0, files.Count).ToArray();
        Array.Sort(_sent, (one, other) => Compare(files[one].Name, files[other].Name));
        _place = new int[files.Count];
        for (var place = 0; place < _sent.Length; place++)
        {
            _place[_sent[place]] = place;
        }

        _given = new bool[files.Count];
        _missing = new PrefixSums(_sent.Select(file => files[file].Size).ToArray());
    }

    /// <summary>Bytes that come before they are wanted.</summary>
    public long Kept { get; private set; }

    /// <summary>Bytes that the engine sends.</summary>
    public long Read { get; private set; }

    /// <summary>What each archive after the first begins with.</summary>
    public IReadOnlyList<string> Folders => _archives.Skip(1).Select(archive => archive.Folder).ToList();

    /// <summary>The number of the archive of each file.</summary>
    public Dictionary<string, int> ArchiveOf { get; } = new(StringComparer.Ordinal);

    /// <summary>The last file for which each archive is read.</summary>
    public IEnumerable<string> Last => _archives.Select(archive => archive.Last);

    /// <param name="mostArchives">How many archives there may be.</param>
    public void Run(int mostArchives)
    {
        _archives.Add(new Archive("", 0, _files.Count));
        for (var file = 0; file < _files.Count; file++)
        {
            if (_given[file])
            {
                continue;
            }

            var place = _place[file];
            var (archive, gap) = Nearest(place);
            if (gap > LayerReadPlan.LeastKept && _archives.Count < mostArchives)
            {
                archive = Add(file);
            }

            Advance(archive, place);
        }
    }

    /// <summary>The archive that reaches a place after the fewest bytes that are wanted later.</summary>
    private (int Archive, long Gap) Nearest(int place)
    {
        var (nearest, least) = (0, long.MaxValue);
        for (var number = _archives.Count - 1; number >= 0 && least > 0; number--)
        {
            var archive = _archives[number];
            if (archive.Next <= place && place < archive.End && _missing.Between(archive.Next, place) is var gap && gap < least)
            {
                (nearest, least) = (number, gap);
            }
        }

        return (nearest, least);
    }

    /// <summary>Adds an archive of the largest folder that begins with this file, or nearly.</summary>
    private int Add(int file)
    {
        var name = _files[file].Name;
        for (var slash = name.IndexOf('/'); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            var (first, end) = Range(name.Substring(0, slash + 1), _place[file]);
            if (_missing.Between(first, _place[file]) <= LayerReadPlan.LeastKept / 8)
            {
                _archives.Add(new Archive(name.Substring(0, slash), first, end));
                return _archives.Count - 1;
            }
        }

        _archives.Add(new Archive(name, _place[file], _place[file] + 1));
        return _archives.Count - 1;
    }

    /// <summary>The places of all files of a folder.</summary>
    private (int First, int End) Range(string folder, int place)
    {
        var (first, end) = (place, place + 1);
        while (first > 0 && _files[_sent[first - 1]].Name.StartsWith(folder, StringComparison.Ordinal))
        {
            first--;
        }

        while (end < _sent.Length && _files[_sent[end]].Name.StartsWith(folder, StringComparison.Ordinal))
        {
            end++;
        }

        return (first, end);
    }

    private void Advance(int number, int place)
    {
        var archive = _archives[number];
        for (var passed = archive.Next; passed <= place; passed++)
        {
            var file = _sent[passed];
            Read += _files[file].Size;
            if (_given[file])
            {
                continue;
            }

            Kept += passed < place ? _files[file].Size : 0;
            _given[file] = true;
            _missing.Remove(passed);
            ArchiveOf[_files[file].Name] = number;
        }

        archive.Next = place + 1;
        archive.Last = _files[_sent[place]].Name;
    }

    /// <summary>The order in which an engine sends two files: folder by folder, so the end of a folder's name comes before all other characters.</summary>
    internal static int Compare(string one, string other)
    {
        var most = Math.Min(one.Length, other.Length);
        for (var at = 0; at < most; at++)
        {
            if (one[at] != other[at])
            {
                return one[at] == '/' ? -1 : other[at] == '/' ? 1 : one[at] - other[at];
            }
        }

        return one.Length - other.Length;
    }

    private sealed class Archive(string folder, int next, int end)
    {
        public string Folder { get; } = folder;

        /// <summary>The place of the file that it gives next.</summary>
        public int Next { get; set; } = next;

        /// <summary>The place after its last file.</summary>
        public int End { get; } = end;

        /// <summary>The file that it gave last without keeping it.</summary>
        public string Last { get; set; } = "";
    }
}
