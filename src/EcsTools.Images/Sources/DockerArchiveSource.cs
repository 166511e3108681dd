using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using EcsTools.Images.Compression;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Sources;

/// <summary>What <c>docker save</c> writes: a tar with manifest.json, a config and layers, uncompressed or not.</summary>
internal sealed class DockerArchiveSource : IImageSource
{
    private readonly TarIndex _archive;
    private readonly Action? _close;

    private DockerArchiveSource(TarIndex archive, string name, string? reference, Action? close)
    {
        _archive = archive;
        _close = close;
        Name = name;
        Root = ReadImage(reference);
    }

    public ImageManifest Root { get; }

    public string Name { get; }

    /// <summary>Opens an archive.</summary>
    /// <param name="archive">The archive's index.</param>
    /// <param name="name">How it is called in messages.</param>
    /// <param name="reference">Which of several images (one of its RepoTags), or null for the only one.</param>
    /// <param name="close">Called when the source is disposed.</param>
    public static DockerArchiveSource Open(TarIndex archive, string name, string? reference = null, Action? close = null)
        => new(archive, name, reference, close);

    public static bool IsOne(TarIndex archive) => archive.Contains("manifest.json");

    public void Dispose() => _close?.Invoke();

    private ImageManifest ReadImage(string? reference)
    {
        var entry = Choose(JsonText.ParseArray(_archive.ReadAll("manifest.json"), $"manifest.json of {Name}"), reference);
        var configName = JsonText.Text(entry["Config"], $"Config in manifest.json of {Name}");
        var configBytes = _archive.ReadAll(configName);
        var config = JsonText.ParseObject(configBytes, $"the config of {Name}");
        var diffIds = config["rootfs"]?["diff_ids"]?.AsArray().Select(id => JsonText.Text(id, "a diff id")).ToArray() ?? Array.Empty<string>();
        var layers = entry["Layers"]?.AsArray().Select(layer => JsonText.Text(layer, "a layer name")).ToArray() ?? Array.Empty<string>();
        if (diffIds.Length != layers.Length)
        {
            throw new InvalidDataException($"{Name} lists {layers.Length} layers and its config {diffIds.Length}: it is damaged.");
        }

        var blobs = layers.Select((layer, i) => Layer(layer, diffIds[i])).ToArray();

        // Docker's own manifest has no zstd layers; then all of it is written in OCI's words.
        var isOci = blobs.Any(blob => blob.MediaType == MediaTypes.OciLayerZstd);
        return new ImageManifest
        {
            MediaType = isOci ? MediaTypes.OciManifest : MediaTypes.DockerManifest,
            Config = ImageConfig.Blob(configBytes, isOci ? MediaTypes.OciConfig : MediaTypes.DockerConfig),
            Layers = isOci ? blobs.Select(blob => blob.MediaType == MediaTypes.DockerLayerGzip ? blob.As(MediaTypes.OciLayerGzip) : blob).ToArray() : blobs,
            Platform = ImageConfig.PlatformOf(config),
        };
    }

    private JsonObject Choose(JsonArray images, string? reference)
    {
        var entries = images.OfType<JsonObject>().ToArray();
        if (entries.Length == 1)
        {
            return entries[0];
        }

        var tagged = entries.SelectMany(e => Tags(e).Select(tag => (tag, e))).ToArray();
        foreach (var (tag, found) in tagged)
        {
            if (string.Equals(tag, reference, StringComparison.Ordinal))
            {
                return found;
            }
        }

        throw new EcsToolsException(
            ErrorCodes.ArchiveHoldsSeveralImages,
            $"{Name} holds {(reference is null ? "" : $"no image '{reference}', but ")}{entries.Length} images: {string.Join(", ", tagged.Select(t => t.tag))}.",
            "Name one of them with -Image.",
            "Image",
            Name);
    }

    private static IEnumerable<string> Tags(JsonObject entry)
        => (entry["RepoTags"] as JsonArray)?.Select(tag => tag!.GetValue<string>()) ?? Enumerable.Empty<string>();

    private ImageBlob Layer(string name, string diffId)
    {
        var size = _archive.SizeOf(name);
        var mediaType = LayerCompression.MediaTypeOf(_archive.Open(name));
        return new ImageBlob(mediaType ?? MediaTypes.DockerLayerGzip, size, _ => Task.FromResult(_archive.Open(name)))
        {
            // An engine with the containerd store saves layers compressed, under their digests.
            Descriptor = mediaType is not null && BlobDigest(name) is { } digest ? new Descriptor(mediaType, digest, size) : null,
            DiffId = diffId,
            Compress = mediaType is null,
        };
    }

    private static string? BlobDigest(string name)
    {
        const string folder = "blobs/sha256/";
        var digest = name.StartsWith(folder, StringComparison.Ordinal) ? "sha256:" + name.Substring(folder.Length) : null;
        return Sha256Digest.Is(digest) ? digest : null;
    }
}
