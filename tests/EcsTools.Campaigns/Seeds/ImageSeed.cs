using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using EcsTools.Images.Oci;

namespace EcsTools.Campaigns.Seeds;

/// <summary>A document of an image, which a campaign may change before the documents above it are made, so that their digests are right.</summary>
internal enum Document
{
    None,
    Config,
    Manifest,
    Index,
    First,
    Layout,
    DockerManifest,
}

/// <summary>A small image as an OCI layout and as what <c>docker save</c> writes, made of the bottom up.</summary>
internal static class ImageSeed
{
    private static readonly byte[][] Layers =
    [
        TarSeeds.Of([new("etc/one", "one"u8.ToArray())]), TarSeeds.Of([new("etc/two", new byte[3000])]),
    ];

    private static readonly byte[][] Packed = Layers.Select(Gzip).ToArray();

    /// <summary>Files of an OCI layout with an index of two platforms.</summary>
    /// <param name="changed">The document that is changed.</param>
    /// <param name="change">Changes it.</param>
    public static Dictionary<string, byte[]> Layout(Document changed = Document.None, Func<byte[], byte[]>? change = null)
    {
        byte[] Maybe(Document document, byte[] bytes) => document == changed ? change!(bytes) : bytes;
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var manifests = new JsonArray();
        foreach (var architecture in new[] { "amd64", "arm64" })
        {
            var isChanged = architecture == "amd64";
            var config = isChanged ? Maybe(Document.Config, Config(architecture)) : Config(architecture);
            var layers = new JsonArray(Packed.Select(layer => (JsonNode)Add(files, layer, MediaTypes.OciLayerGzip)).ToArray());
            var manifest = Bytes(new JsonObject
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = MediaTypes.OciManifest,
                ["config"] = Add(files, config, MediaTypes.OciConfig),
                ["layers"] = layers,
            });
            var entry = Add(files, isChanged ? Maybe(Document.Manifest, manifest) : manifest, MediaTypes.OciManifest);
            entry["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = architecture };
            manifests.Add((JsonNode)entry);
        }

        var index = Maybe(Document.Index, Bytes(new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = manifests }));
        var first = Add(files, index, MediaTypes.OciIndex);
        first["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = "dev", ["io.containerd.image.name"] = "docker.io/library/web:dev" };
        files["index.json"] = Maybe(Document.First, Bytes(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(first) }));
        files["oci-layout"] = Maybe(Document.Layout, Bytes(new JsonObject { ["imageLayoutVersion"] = "1.0.0" }));
        return files;
    }

    /// <summary>Files of a docker archive.</summary>
    /// <param name="changed">The document that is changed.</param>
    /// <param name="change">Changes it.</param>
    public static Dictionary<string, byte[]> DockerSave(Document changed = Document.None, Func<byte[], byte[]>? change = null)
    {
        byte[] Maybe(Document document, byte[] bytes) => document == changed ? change!(bytes) : bytes;
        var config = Maybe(Document.Config, Config("amd64"));
        var name = Sha256Digest.Compute(config)[7..] + ".json";
        var manifest = new JsonArray(new JsonObject
        {
            ["Config"] = name,
            ["RepoTags"] = new JsonArray("web:1", "web:2"),
            ["Layers"] = new JsonArray("0/layer.tar", "1/layer.tar"),
        });
        return new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["0/layer.tar"] = Layers[0],
            ["1/layer.tar"] = Packed[1],
            [name] = config,
            ["manifest.json"] = Maybe(Document.DockerManifest, Bytes(manifest)),
        };
    }

    public static byte[] Config(string architecture) => Bytes(new JsonObject
    {
        ["architecture"] = architecture,
        ["os"] = "linux",
        ["config"] = new JsonObject { ["Env"] = new JsonArray("PATH=/bin"), ["Labels"] = new JsonObject { ["a"] = "b" } },
        ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(Layers.Select(layer => (JsonNode)Sha256Digest.Compute(layer)).ToArray()) },
    });

    private static JsonObject Add(Dictionary<string, byte[]> files, byte[] content, string mediaType)
    {
        var digest = Sha256Digest.Compute(content);
        files["blobs/sha256/" + digest[7..]] = content;
        return new JsonObject { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = content.Length };
    }

    private static byte[] Bytes(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    private static byte[] Gzip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return memory.ToArray();
    }
}
