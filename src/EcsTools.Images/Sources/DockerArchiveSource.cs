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

/// <summary>An archive that <c>docker save</c> wrote: a tar with manifest.json, a config and layers, which may be compressed.</summary>
internal sealed class DockerArchiveSource : IImageSource
{
    private const string ManifestName = "manifest.json";

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
    /// <param name="name">The name of the source in messages.</param>
    /// <param name="reference">One of the image's RepoTags if the archive has several images; null for the only image.</param>
    /// <param name="close">Called when the source is disposed.</param>
    /// <exception cref="MalformedContentException">The content is malformed or incomplete.</exception>
    public static DockerArchiveSource Open(TarIndex archive, string name, string? reference = null, Action? close = null)
        => new(archive, name, reference, close);

    public static bool IsOne(TarIndex archive) => archive.Contains(ManifestName);

    public void Dispose() => _close?.Invoke();

    private ImageManifest ReadImage(string? reference)
    {
        var images = JsonText.ParseArray(_archive.ReadAll(ManifestName, JsonText.LongestManifest), ManifestName, JsonText.LongestManifest);
        var entry = Choose(images, reference);
        var configName = JsonText.Text(entry, "Config", ManifestName);
        var configBytes = _archive.ReadAll(configName, JsonText.LongestDocument);
        var what = $"the config {configName}";
        var config = JsonText.ParseObject(configBytes, what);
        var diffIds = ImageConfig.DiffIdsOf(config, what);
        var layers = JsonText.Texts(entry, "Layers", ManifestName, Descriptor.MostOfOne);
        if (diffIds.Count != layers.Count)
        {
            throw new MalformedContentException($"{ManifestName} lists {layers.Count} layers and {what} {diffIds.Count}: the archive is damaged");
        }

        var blobs = layers.Select((layer, i) => Layer(layer, diffIds[i])).ToArray();

        // Docker's own manifest format has no zstd layers. With such a layer, the whole manifest is written in the OCI format.
        var isOci = blobs.Any(blob => blob.MediaType == MediaTypes.OciLayerZstd);
        return new ImageManifest
        {
            MediaType = isOci ? MediaTypes.OciManifest : MediaTypes.DockerManifest,
            Config = ImageConfig.Blob(configBytes, isOci ? MediaTypes.OciConfig : MediaTypes.DockerConfig),
            Layers = isOci ? blobs.Select(blob => blob.MediaType == LayerMediaType.Compressed ? blob.As(MediaTypes.OciLayerGzip) : blob).ToArray() : blobs,
            Platform = ImageConfig.PlatformOf(config, what),
        };
    }

    private JsonObject Choose(JsonArray images, string? reference)
    {
        var named = images.Select(image => image as JsonObject ?? throw new MalformedContentException($"{ManifestName} has an element that is not an object"))
            .Select(entry => new NamedImage<JsonObject>(
                entry, JsonText.Texts(entry, "RepoTags", ManifestName, Descriptor.MostOfOne), ConfigDigest(JsonText.Text(entry, "Config", ManifestName))))
            .ToList();
        if (named.Count == 0)
        {
            throw new MalformedContentException($"{ManifestName} lists no image");
        }

        var meant = ImageChoice.Meant(named, reference, Name, ErrorCodes.ArchiveHoldsSeveralImages);
        return meant.Count == 1 ? meant[0].Image : throw ImageChoice.Unclear(named, reference, Name, ErrorCodes.ArchiveHoldsSeveralImages);
    }

    /// <summary>The digest of a config, which is the id of the image. Its file is named after it.</summary>
    private static string? ConfigDigest(string file)
    {
        const string ending = ".json";
        var hex = file.EndsWith(ending, StringComparison.Ordinal)
            ? file.Substring(0, file.Length - ending.Length)
            : file.Substring(file.LastIndexOf('/') + 1);
        var digest = "sha256:" + hex;
        return Sha256Digest.Is(digest) ? digest : null;
    }

    private ImageBlob Layer(string name, string diffId)
    {
        var size = _archive.SizeOf(name);
        var mediaType = LayerMediaType.Detect(_archive.Open(name), $"the layer {name}");
        return new ImageBlob(mediaType ?? LayerMediaType.Compressed, size, _ => Task.FromResult(_archive.Open(name)))
        {
            // An engine with the containerd store saves compressed layers under their digests.
            Descriptor = mediaType is not null && BlobDigest(name) is { } digest ? new Descriptor(mediaType, digest, size) : null,
            DiffId = diffId,
            Compress = mediaType is null,
            Place = $"{UntrustedText.Sanitize(name)} in '{Name}'",
        };
    }

    private static string? BlobDigest(string name)
    {
        const string folder = "blobs/sha256/";
        var digest = name.StartsWith(folder, StringComparison.Ordinal) ? "sha256:" + name.Substring(folder.Length) : null;
        return Sha256Digest.Is(digest) ? digest : null;
    }
}
