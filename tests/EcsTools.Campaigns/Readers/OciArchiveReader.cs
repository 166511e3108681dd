using System;
using EcsTools.Campaigns.Mutations;
using EcsTools.Campaigns.Seeds;

namespace EcsTools.Campaigns.Readers;

/// <summary>A tar of an OCI layout, with a malformed document or as a malformed archive.</summary>
internal sealed class OciArchiveReader : IForeignReader
{
    public string Name => "oci-archive";

    public bool IsInner => false;

    public static byte[] Make(Random random)
        => random.Next(4) == 0
            ? TarMutations.Mutate(TarSeeds.Of(ImageSeed.Layout()), TarSeeds.All[0], random)
            : TarSeeds.Of(OciFolderReader.Make(random));

    public Action Prepare(Random random)
    {
        var tar = Make(random);
        var reference = random.Next(3) == 0 ? "web:dev" : null;
        var platform = random.Next(3) == 0 ? "linux/arm64" : null;
        return () => DockerArchiveReader.Read(tar, reference, platform);
    }

    public void Dispose()
    {
    }
}
