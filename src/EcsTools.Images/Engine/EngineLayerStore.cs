using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Text;
using EcsTools.Images.Archives;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Engine;

/// <summary>
/// The images of an engine on this machine as they lie on its disk, where this process may read them (as root, on Linux, with the overlay2 driver). That
/// saves the engine's export, which writes every layer aside first. The folders belong to the engine: everything read is verified by its digest, and
/// whatever is not as expected means that the engine is asked instead.
/// </summary>
internal sealed class EngineLayerStore
{
    private readonly string _layers;
    private readonly string _configs;
    private readonly string _files;

    private EngineLayerStore(string root)
    {
        _configs = Path.Combine(root, "image", "overlay2", "imagedb", "content", "sha256");
        _layers = Path.Combine(root, "image", "overlay2", "layerdb", "sha256");
        _files = Path.Combine(root, "overlay2");
    }

    /// <summary>The store that holds a layer's folder, or null where it cannot be read.</summary>
    /// <param name="upperFolder">What the engine says of an image: its topmost layer's folder, <c>/var/lib/docker/overlay2/…/diff</c>.</param>
    public static EngineLayerStore? Find(string? upperFolder)
    {
        try
        {
            var files = upperFolder is null ? null : Path.GetDirectoryName(Path.GetDirectoryName(upperFolder));
            if (files is null || Path.GetFileName(files) != "overlay2" || !Directory.Exists(upperFolder!))
            {
                return null;
            }

            var store = new EngineLayerStore(Path.GetDirectoryName(files)!);
            return Directory.Exists(store._layers) && Directory.Exists(store._configs) ? store : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The config of an image, byte for byte, or null where the store has it not.</summary>
    public byte[]? ReadConfig(string imageId)
    {
        try
        {
            var bytes = File.ReadAllBytes(Path.Combine(_configs, Hex(imageId)));
            return Sha256Digest.Compute(bytes) == imageId ? bytes : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The layers of an image, lowest first, or null where the store has not all of them.</summary>
    public IReadOnlyList<EngineLayer>? FindLayers(IReadOnlyList<string> diffIds)
    {
        var layers = new List<EngineLayer>();
        string? chain = null;
        try
        {
            foreach (var diffId in diffIds)
            {
                // A layer is kept under the digest of all below it and itself. Source: the OCI image specification, "Layer ChainID".
                chain = chain is null ? diffId : Sha256Digest.Compute(Encoding.ASCII.GetBytes(chain + " " + diffId));
                var folder = Path.Combine(_layers, Hex(chain));
                var files = Path.Combine(_files, File.ReadAllText(Path.Combine(folder, "cache-id")).Trim(), "diff");
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

    private static string Hex(string digest) => digest.Substring(digest.IndexOf(':') + 1);
}

/// <summary>One layer in an engine's store.</summary>
/// <param name="DiffId">Digest of its tar.</param>
/// <param name="Size">Bytes of its files; its tar is larger by the headers.</param>
/// <param name="Files">Folder of its files.</param>
/// <param name="Entries">The tar-split file, gzipped.</param>
internal sealed record EngineLayer(string DiffId, long Size, string Files, string Entries)
{
    /// <summary>Opens the layer's tar.</summary>
    public Stream Open()
    {
        var entries = new FileStream(Entries, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        return new TarSplitStream(new GZipStream(entries, CompressionMode.Decompress), Files);
    }
}
