using System;
using EcsTools.Campaigns.Mutations;
using EcsTools.Campaigns.Seeds;
using EcsTools.Images.Archives;
using EcsTools.Images.Sources;

namespace EcsTools.Campaigns.Readers;

/// <summary>What <c>docker save</c> writes, with a malformed document or as a malformed archive.</summary>
internal sealed class DockerArchiveReader : IForeignReader
{
    private static readonly Document[] Documents = [Document.Config, Document.DockerManifest];

    public string Name => "docker-archive";

    public bool IsInner => false;

    public static byte[] Make(Random random)
    {
        var valid = TarSeeds.Of(ImageSeed.DockerSave());
        return random.Next(4) == 0
            ? TarMutations.Mutate(valid, TarSeeds.All[0], random)
            : TarSeeds.Of(ImageSeed.DockerSave(Documents[random.Next(2)], json => JsonMutations.Mutate(json, ImageSeed.Config("arm64"), random)));
    }

    public Action Prepare(Random random)
    {
        var tar = Make(random);
        var reference = random.Next(3) == 0 ? "web:1" : null;
        var platform = random.Next(3) == 0 ? "linux/amd64" : null;
        return () => Read(tar, reference, platform);
    }

    public void Dispose()
    {
    }

    public static void Read(byte[] tar, string? reference, string? platform)
    {
        var bound = ReadBound.For(tar);
        using var source = ImageArchiveOpener.Open(() => TarIndex.Read(() => new CountedStream(tar, bound)), "image.tar", reference, platform, null);
        ImageContent.ReadAll(source);
    }
}
