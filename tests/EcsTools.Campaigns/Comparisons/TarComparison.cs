using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using EcsTools.Images.Archives;

namespace EcsTools.Campaigns.Comparisons;

/// <summary>Reads malformed archives beside System.Formats.Tar: what both take for valid must be the same files with the same content.</summary>
internal static class TarComparison
{
    public static Comparison Run(int seed, int first, int count)
    {
        var comparison = new Comparison("tar-comparison", seed);
        for (var number = first; number < first + count; number++)
        {
            Compare(Readers.TarReader.Make(new Random(unchecked((seed * 1_000_003) + number))), number, comparison);
        }

        return comparison;
    }

    private static void Compare(byte[] tar, int number, Comparison comparison)
    {
        var (ours, ourProblem) = Try(() => ReadOurs(tar));
        var (theirs, theirProblem) = Try(() => ReadTheirs(tar));
        switch (ours, theirs)
        {
            case (null, null):
                comparison.BothRefused();
                break;
            case (null, _):
                comparison.Differ(number, $"only System.Formats.Tar reads it; here: {ourProblem}");
                break;
            case (_, null):
                comparison.Differ(number, $"only EcsTools reads it; System.Formats.Tar: {theirProblem}");
                break;
            default:
                var different = theirs.Where(file => !ours.TryGetValue(file.Key, out var content) || !content.AsSpan().SequenceEqual(file.Value)).Select(file => file.Key)
                    .Concat(ours.Keys.Except(theirs.Keys)).ToList();
                if (different.Count == 0)
                {
                    comparison.BothRead();
                }
                else if (HaveEqualContents(ours, theirs))
                {
                    // A header whose name has a zero byte in it, or whose magic is changed, and whose checksum is right.
                    comparison.Differ(number, "both read it, and give an entry another name");
                }
                else
                {
                    comparison.Find(number, $"'{string.Join("', '", different)}' is not the same to both");
                }

                break;
        }
    }

    private static bool HaveEqualContents(Dictionary<string, byte[]> ours, Dictionary<string, byte[]> theirs)
        => ours.Values.Select(Convert.ToHexString).Order().SequenceEqual(theirs.Values.Select(Convert.ToHexString).Order());

    private static (Dictionary<string, byte[]>? Files, string? Problem) Try(Func<Dictionary<string, byte[]>> read)
    {
        try
        {
            return (read(), null);
        }
        catch (Exception e)
        {
            return (null, e is MalformedContentException malformed ? malformed.Problem : $"{e.GetType().Name}: {e.Message}");
        }
    }

    private static Dictionary<string, byte[]> ReadOurs(byte[] tar)
    {
        var index = TarIndex.Read(() => new MemoryStream(tar));
        return index.Names.ToDictionary(name => name, name => index.ReadAll(name, int.MaxValue), StringComparer.Ordinal);
    }

    private static Dictionary<string, byte[]> ReadTheirs(byte[] tar)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        using var reader = new TarReader(new MemoryStream(tar));
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
            {
                continue;
            }

            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            if (!files.TryAdd(TarIndex.Normalize(entry.Name), content.ToArray()))
            {
                throw new InvalidDataException("two entries have one name");
            }
        }

        return files;
    }
}
