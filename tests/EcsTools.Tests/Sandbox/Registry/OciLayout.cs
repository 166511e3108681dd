using System;
using System.Collections.Generic;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;

namespace EcsTools.Tests.Sandbox.Registry;

/// <summary>Writes a small image as an OCI layout, for tools that push one.</summary>
internal static class OciLayout
{
    /// <summary>Writes it to <paramref name="folder"/> and gives skopeo's name for it.</summary>
    public static string Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256"));
        var layers = new[] { Layer("hello.txt", "hello"), Layer("data.bin", new string('x', 200_000)) };
        var config = new JsonObject
        {
            ["os"] = "linux",
            ["architecture"] = "amd64",
            ["config"] = new JsonObject(),
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = new JsonArray(layers.Select(layer => (JsonNode?)RegistryClient.DigestOf(layer)).ToArray()),
            },
        };
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = RegistryClient.OciManifest,
            ["config"] = Blob(folder, "application/vnd.oci.image.config.v1+json", Encoding.UTF8.GetBytes(config.ToJsonString())),
            ["layers"] = new JsonArray(layers.Select(layer => (JsonNode?)Blob(folder, "application/vnd.oci.image.layer.v1.tar+gzip", Gzip(layer))).ToArray()),
        };
        var entry = Blob(folder, RegistryClient.OciManifest, Encoding.UTF8.GetBytes(manifest.ToJsonString()));
        entry["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = "made" };
        var index = new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(entry) };
        File.WriteAllText(Path.Combine(folder, "index.json"), index.ToJsonString());
        File.WriteAllText(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        return $"oci:{folder}:made";
    }

    private static JsonObject Blob(string folder, string mediaType, byte[] content)
    {
        var digest = RegistryClient.DigestOf(content);
        File.WriteAllBytes(Path.Combine(folder, "blobs", "sha256", digest["sha256:".Length..]), content);
        return new JsonObject { ["mediaType"] = mediaType, ["digest"] = digest, ["size"] = content.Length };
    }

    private static byte[] Layer(string name, string text)
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                ModificationTime = DateTimeOffset.UnixEpoch,
            });
        }

        return memory.ToArray();
    }

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
