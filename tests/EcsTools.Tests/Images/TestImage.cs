using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Compression;
using EcsTools.Images.Oci;

namespace EcsTools.Tests.Images;

/// <summary>An image made in memory, whose layers need no engine to build.</summary>
internal sealed class TestImage
{
    private TestImage(IReadOnlyList<byte[]> layers, string label)
    {
        Layers = layers;
        var diffIds = new JsonArray(layers.Select(layer => (JsonNode)Sha256Digest.Compute(layer)).ToArray());
        Config = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject { ["Labels"] = new JsonObject { ["label"] = label } },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = diffIds },
        }.ToJsonString());
    }

    public IReadOnlyList<byte[]> Layers { get; }

    public byte[] Config { get; }

    /// <summary>As an engine or archive has it: layers not compressed, the manifest made on the way.</summary>
    public ImageManifest Manifest => new()
    {
        MediaType = MediaTypes.DockerManifest,
        Config = ImageConfig.Blob(Config, MediaTypes.DockerConfig),
        Layers = Layers.Select(Layer).ToArray(),
        Platform = new ImagePlatform("linux", "amd64", null),
    };

    /// <param name="sizes">Bytes of each layer.</param>
    /// <param name="seed">Another seed, other layers.</param>
    /// <param name="label">Another label, another config over the same layers.</param>
    public static TestImage Of(int seed, string label, params int[] sizes) => new(sizes.Select((size, i) => Content(size, (seed * 100) + i)).ToList(), label);

    /// <summary>The same layers, and one more on top.</summary>
    public TestImage With(int seed, int size) => new([.. Layers, Content(size, seed)], "more");

    /// <summary>Digests of all blobs as a push at the quickest level makes them: config, then layers.</summary>
    public async Task<IReadOnlyList<string>> BlobDigestsAsync()
    {
        var digests = new List<string> { Sha256Digest.Compute(Config) };
        foreach (var layer in Layers)
        {
            using var target = new MemoryStream();
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await ParallelGzip.CompressAsync(
                new MemoryStream(layer), layer.Length, target, new AdaptiveCompression(ImageCompressionLevel.Fastest), hash, _ => { }, CancellationToken.None);
            digests.Add(Sha256Digest.Compute(target.ToArray()));
        }

        return digests;
    }

    /// <summary>Written as <c>docker save</c> does, gzipped.</summary>
    public void SaveGzipped(string path)
    {
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        var names = Layers.Select((_, i) => $"{i}/layer.tar").ToArray();
        foreach (var (name, layer) in names.Zip(Layers))
        {
            Write(tar, name, layer);
        }

        var config = Sha256Digest.Compute(Config)[7..] + ".json";
        Write(tar, config, Config);
        var manifest = new JsonArray(new JsonObject { ["Config"] = config, ["Layers"] = new JsonArray(names.Select(name => (JsonNode)name).ToArray()) });
        Write(tar, "manifest.json", Encoding.UTF8.GetBytes(manifest.ToJsonString()));
    }

    private static void Write(TarWriter tar, string name, byte[] content)
        => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });

    private static ImageBlob Layer(byte[] layer)
        => new(MediaTypes.DockerLayerGzip, layer.Length, _ => Task.FromResult<Stream>(new MemoryStream(layer))) { DiffId = Sha256Digest.Compute(layer), Compress = true };

    private static byte[] Content(int size, int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[size];
        random.NextBytes(bytes);
        for (var i = 0; i < size; i++)
        {
            // Text and noise by turns, a few KiB each.
            bytes[i] = (i >> 13) % 3 == 0 ? bytes[i] : (byte)("the quick brown fox " + seed)[i % 22 % (20 + seed.ToString(System.Globalization.CultureInfo.InvariantCulture).Length)];
        }

        return bytes;
    }
}
