using System;
using System.IO;
using EcsTools.Campaigns.Mutations;
using EcsTools.Campaigns.Seeds;
using EcsTools.Images.Archives;

namespace EcsTools.Campaigns.Readers;

/// <summary>The index of a tar archive, and every file in it; also as it is read while it arrives.</summary>
internal sealed class TarReader : IForeignReader
{
    public string Name => "tar";

    public bool IsInner => true;

    public static byte[] Make(Random random)
        => TarMutations.Mutate(TarSeeds.All[random.Next(TarSeeds.All.Count)], TarSeeds.All[random.Next(TarSeeds.All.Count)], random);

    public Action Prepare(Random random)
    {
        var tar = Make(random);
        return random.Next(4) == 0 ? () => ReadArriving(tar) : () => ReadAll(tar);
    }

    public void Dispose()
    {
    }

    private static void ReadAll(byte[] tar)
    {
        var bound = ReadBound.For(tar);
        var index = TarIndex.Read(() => new CountedStream(tar, bound));
        foreach (var name in index.Names)
        {
            using var file = index.Open(name);
            file.CopyTo(Stream.Null);
        }
    }

    private static void ReadArriving(byte[] tar)
    {
        var kept = 0;
        using var arriving = new SpoolingTarReader(new CountedStream(tar, ReadBound.For(tar)), (_, count) => kept += count, default);
        TarIndex.Read(arriving, (_, _, size) => arriving.Hash(size, _ => { }));
    }
}
