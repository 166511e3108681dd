using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.Linq;
using System.Text;
using EcsTools.Campaigns.Mutations;

namespace EcsTools.Campaigns.Seeds;

/// <summary>Valid archives of every format.</summary>
internal static class TarSeeds
{
    public static readonly IReadOnlyList<byte[]> All = Enum.GetValues<TarEntryFormat>().Where(format => format != TarEntryFormat.Unknown).Select(Make).ToArray();

    /// <summary>An archive of files.</summary>
    public static byte[] Of(IEnumerable<KeyValuePair<string, byte[]>> files)
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
            }
        }

        return memory.ToArray();
    }

    private static byte[] Make(TarEntryFormat format)
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, format, leaveOpen: true))
        {
            var longName = format == TarEntryFormat.V7 ? "short" : format == TarEntryFormat.Ustar ? new string('d', 90) + "/" + new string('f', 60) : string.Join('/', Enumerable.Repeat("länge", 60));
            tar.WriteEntry(Entry(format, TarEntryType.Directory, "folder/"));
            tar.WriteEntry(Entry(format, TarEntryType.RegularFile, "folder/one.txt", "one"));
            tar.WriteEntry(Entry(format, TarEntryType.RegularFile, longName, new string('x', 1500)));
            tar.WriteEntry(Entry(format, TarEntryType.RegularFile, "empty"));
            tar.WriteEntry(Entry(format, TarEntryType.SymbolicLink, "folder/link", link: "one.txt"));
            tar.WriteEntry(Entry(format, TarEntryType.HardLink, "hard", link: format is TarEntryFormat.V7 or TarEntryFormat.Ustar ? "folder/one.txt" : longName));
            tar.WriteEntry(Entry(format, TarEntryType.RegularFile, "last", new string('y', 512)));
        }

        return WithoutProcess(memory.ToArray());
    }

    /// <summary>The framework writes the number of its process into the names of extended headers: a seed is the same in every process.</summary>
    private static byte[] WithoutProcess(byte[] tar)
    {
        foreach (var (offset, _) in TarMutations.Headers(tar))
        {
            var header = tar.AsSpan(offset);
            if (header.IndexOf("./PaxHeaders."u8) == 0)
            {
                header[..100].Clear();
                "./PaxHeaders.1/."u8.CopyTo(header);
                TarMutations.Sum(header);
            }
        }

        return tar;
    }

    private static TarEntry Entry(TarEntryFormat format, TarEntryType type, string name, string? content = null, string? link = null)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type == TarEntryType.RegularFile ? TarEntryType.V7RegularFile : type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Pax => new PaxTarEntry(type, name),
            _ => new GnuTarEntry(type, name),
        };
        entry.ModificationTime = DateTimeOffset.UnixEpoch;
        if (link is not null)
        {
            entry.LinkName = link;
        }

        if (content is not null)
        {
            entry.DataStream = new MemoryStream(Encoding.ASCII.GetBytes(content));
        }

        return entry;
    }
}
