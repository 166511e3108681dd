using System;
using System.Formats.Tar;
using System.IO;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Tests.Sandbox.Registry;
using Xunit;

namespace EcsTools.Tests.Support;

/// <summary>An image of one file, <c>/bin/busybox</c>, that is made and pushed without an engine.</summary>
internal static class BusyboxImage
{
    /// <summary>The architecture of this machine, as images name it.</summary>
    public static string Architecture { get; } = RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64";

    /// <summary>Pushes it, and an index of it and of an image for another architecture under the tag.</summary>
    /// <returns>The digest of the index.</returns>
    public static async Task<string> PushIndexAsync(RegistryClient registry, string repository, string tag)
    {
        var other = Architecture == "amd64" ? "arm64" : "amd64";
        var manifests = new JsonArray(await EntryAsync(registry, repository, other), await EntryAsync(registry, repository, Architecture));
        var index = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = RegistryClient.OciIndex,
            ["manifests"] = manifests,
        }.ToJsonString());
        return await PutAsync(registry, repository, tag, index, RegistryClient.OciIndex);
    }

    private static async Task<JsonNode> EntryAsync(RegistryClient registry, string repository, string architecture)
    {
        var tar = Layer();
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(tar);
        }

        var layer = await registry.PushBlobAsync(repository, compressed.ToArray());
        var config = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["os"] = "linux",
            ["architecture"] = architecture,
            ["config"] = new JsonObject { ["Entrypoint"] = new JsonArray("/bin/busybox") },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray("sha256:" + Convert.ToHexStringLower(SHA256.HashData(tar))) },
        }.ToJsonString());
        var manifest = RegistryClient.Manifest(
            await registry.PushBlobAsync(repository, config), config.Length, [(layer, (int)compressed.Length)]);
        var digest = RegistryClient.DigestOf(manifest);
        await PutAsync(registry, repository, digest, manifest, RegistryClient.DockerManifest);
        return new JsonObject
        {
            ["mediaType"] = RegistryClient.DockerManifest,
            ["digest"] = digest,
            ["size"] = manifest.Length,
            ["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = architecture },
        };
    }

    private static async Task<string> PutAsync(RegistryClient registry, string repository, string reference, byte[] manifest, string mediaType)
    {
        using var answer = await registry.SendAsync("PUT", $"/v2/{repository}/manifests/{reference}", manifest, mediaType);
        Assert.Equal(201, (int)answer.StatusCode);
        return RegistryClient.DigestOf(manifest);
    }

    private static byte[] Layer()
    {
        using var tar = new MemoryStream();
        using (var writer = new TarWriter(tar, leaveOpen: true))
        using (var program = File.OpenRead(Tool.Find("busybox")!))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.Directory, "bin/") { Mode = (UnixFileMode)0x1ED });
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "bin/busybox") { Mode = (UnixFileMode)0x1ED, DataStream = program });
        }

        return tar.ToArray();
    }
}
