using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using EcsTools.Images.Archives;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Engine;

/// <summary>
/// Reads images from the disk of an engine on this machine, if this process may do so (as root, on Linux, with the overlay2 driver). This saves the
/// engine's export, which first writes every layer to a file. The folders are internal to the engine, so everything is verified by its digest. If anything
/// is not as expected, the export is used.
/// </summary>
internal sealed class Overlay2LayerStore
{
    private readonly string _layers;
    private readonly string _configs;
    private readonly string _files;

    private Overlay2LayerStore(string root)
    {
        _configs = Path.Combine(root, "image", "overlay2", "imagedb", "content", "sha256");
        _layers = Path.Combine(root, "image", "overlay2", "layerdb", "sha256");
        _files = Path.Combine(root, "overlay2");
    }

    /// <summary>The store that has a layer's folder; null if it cannot be read.</summary>
    /// <param name="upperFolder">The folder of an image's topmost layer, as the engine reports it: <c>/var/lib/docker/overlay2/…/diff</c>.</param>
    public static Overlay2LayerStore? Find(string? upperFolder)
    {
        try
        {
            var files = upperFolder is null ? null : Path.GetDirectoryName(Path.GetDirectoryName(upperFolder));
            if (files is null || Path.GetFileName(files) != "overlay2" || !Directory.Exists(upperFolder!))
            {
                return null;
            }

            var store = new Overlay2LayerStore(Path.GetDirectoryName(files)!);
            return Directory.Exists(store._layers) && Directory.Exists(store._configs) ? store : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The config of an image, byte for byte; null if the store does not have it.</summary>
    public byte[]? ReadConfig(string imageId)
    {
        try
        {
            var bytes = File.ReadAllBytes(Path.Combine(_configs, Sha256Digest.Hex(imageId)));
            return Sha256Digest.Compute(bytes) == imageId ? bytes : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The layers of an image, the lowest first; null if the store does not have all of them.</summary>
    public IReadOnlyList<EngineLayer>? FindLayers(IReadOnlyList<string> diffIds)
    {
        var layers = new List<EngineLayer>();
        if (!diffIds.All(Sha256Digest.Is))
        {
            return null;
        }

        try
        {
            foreach (var (diffId, chain) in diffIds.Zip(LayerChain.Of(diffIds), (diffId, chain) => (diffId, chain)))
            {
                var folder = Path.Combine(_layers, Sha256Digest.Hex(chain));
                var cache = File.ReadAllText(Path.Combine(folder, "cache-id")).Trim();
                if (Path.GetFileName(cache) != cache || cache is "" or "." or "..")
                {
                    return null;
                }

                var files = Path.Combine(_files, cache, "diff");
                var entries = Path.Combine(folder, "tar-split.json.gz");
                if (!File.Exists(entries) || !Directory.Exists(files))
                {
                    return null;
                }

                var size = long.Parse(File.ReadAllText(Path.Combine(folder, "size")).Trim(), CultureInfo.InvariantCulture);
                layers.Add(new EngineLayer(diffId, size, files, entries));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }

        return layers;
    }
}

/// <summary>One layer in an engine's store.</summary>
/// <param name="DiffId">Digest of its tar.</param>
/// <param name="Size">Total bytes of its files. Its tar is larger because of the headers.</param>
/// <param name="Files">The folder of its files.</param>
/// <param name="Entries">The tar-split file, gzipped.</param>
internal sealed record EngineLayer(string DiffId, long Size, string Files, string Entries)
{
    /// <summary>Opens the tar of the layer.</summary>
    public Stream Open()
    {
        var entries = new FileStream(Entries, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        return new TarSplitStream(new GZipStream(entries, CompressionMode.Decompress), new LayerFolder(Files));
    }
}
