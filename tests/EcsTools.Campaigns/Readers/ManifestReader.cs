using System;
using System.Linq;
using EcsTools.Campaigns.Mutations;
using EcsTools.Campaigns.Seeds;
using EcsTools.Images.Oci;

namespace EcsTools.Campaigns.Readers;

/// <summary>Manifests, indexes and configs as a registry answers them.</summary>
internal sealed class ManifestReader : IForeignReader
{
    private static readonly byte[][] Manifests = ImageSeed.Layout().Where(file => file.Value[0] == '{' && file.Key != "oci-layout").Select(file => file.Value).ToArray();

    public string Name => "registry-manifest";

    public bool IsInner => true;

    public Action Prepare(Random random)
    {
        var json = JsonMutations.Mutate(Manifests[random.Next(Manifests.Length)], Manifests[0], random);
        var type = random.Next(3) switch { 0 => MediaTypes.OciManifest, 1 => "text/html", _ => null };
        return random.Next(3) == 0 ? () => ReadConfig(json) : () => ReadManifest(json, type);
    }

    public void Dispose()
    {
    }

    private static void ReadManifest(byte[] json, string? type)
    {
        var manifest = RegistryManifest.Parse(json, type, Sha256Digest.Compute(json), "web:1");
        _ = manifest.Layers.Sum(layer => layer.Size) + manifest.Entries.Sum(entry => entry.Manifest.Size);
        if (manifest.IsIndex)
        {
            PlatformChoice.Choose(manifest.Entries, "linux/arm64", "web:1");
        }
    }

    private static void ReadConfig(byte[] json)
    {
        var config = JsonText.ParseObject(json, "the config");
        ImageConfig.PlatformOf(config);
        ImageConfig.DiffIdsOf(config, "the config");
    }
}
