using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Sources;

/// <summary>An OCI image layout: a folder, or a tar of one. Manifests and blobs go to the registry byte for byte.</summary>
internal sealed class OciLayoutSource : IImageSource
{
    private const string RefName = "org.opencontainers.image.ref.name";
    private const string ContainerdName = "io.containerd.image.name";

    private readonly Func<string, Stream> _open;
    private readonly Func<string, bool> _exists;
    private readonly Action? _close;

    private OciLayoutSource(string name, Func<string, bool> exists, Func<string, Stream> open, string? reference, string? platform, Action? close)
    {
        Name = name;
        _exists = exists;
        _open = open;
        _close = close;
        Root = ReadRoot(reference, platform);
    }

    public ImageManifest Root { get; }

    public string Name { get; }

    public static bool IsOne(string folder) => File.Exists(Path.Combine(folder, "index.json")) && File.Exists(Path.Combine(folder, "oci-layout"));

    public static bool IsOne(TarIndex archive) => archive.Contains("index.json") && archive.Contains("oci-layout");

    /// <param name="folder">The layout.</param>
    /// <param name="reference">Which of several images, by its name; null for the only one.</param>
    /// <param name="platform">One platform of an index, such as <c>linux/arm64</c>; null for the whole.</param>
    public static OciLayoutSource OpenFolder(string folder, string? reference = null, string? platform = null)
        => new(
            folder,
            file => File.Exists(Path.Combine(folder, file)),
            file => new UnbufferedFile(Path.Combine(folder, file)),
            reference,
            platform,
            null);

    public static OciLayoutSource OpenArchive(
        TarIndex archive, string name, string? reference = null, string? platform = null, Action? close = null)
        => new(name, archive.Contains, archive.Open, reference, platform, close);

    /// <summary>Whether any layer is compressed, so that it can go to a registry as it is.</summary>
    public bool IsCompressed => Root.ChildrenFirst().SelectMany(manifest => manifest.Layers).Any(layer => layer.MediaType != MediaTypes.OciLayer);

    public void Dispose() => _close?.Invoke();

    private ImageManifest ReadRoot(string? reference, string? platform)
    {
        var index = JsonText.ParseObject(ReadAll("index.json"), $"index.json of {Name}");
        var entries = Objects(index);
        var chosen = entries.Length == 1 ? entries[0] : entries.FirstOrDefault(entry => reference is not null && IsNamed(entry, reference));
        if (chosen is null && platform is not null && entries.Length > 0 && entries.All(entry => entry["platform"] is not null))
        {
            chosen = Choose(entries, platform);
        }

        var names = entries.Select(entry => Text(entry, ContainerdName) ?? Text(entry, RefName) ?? entry["digest"]?.ToString());
        return chosen is not null ? ReadManifest(chosen, platform) : throw new EcsToolsException(
            ErrorCodes.LayoutHoldsSeveralImages,
            $"{Name} holds {(reference is null ? "" : $"no image '{reference}', but ")}{entries.Length} images: {string.Join(", ", names)}.",
            "Name one of them with -Image.",
            "Image",
            Name);
    }

    private static string? Text(JsonObject entry, string annotation) => entry["annotations"]?[annotation]?.GetValue<string>();

    /// <summary>The containerd image store writes whole names beside the tag that the specification knows.</summary>
    private static bool IsNamed(JsonObject entry, string reference)
    {
        var whole = Text(entry, ContainerdName);
        return Text(entry, RefName) == reference || (whole is not null && (whole == reference
            || (Reference.TryParse(reference) is { } name && whole == Canonical(name))));
    }

    private static string Canonical(Reference name)
        => name.Registry is null
            ? $"docker.io/{(name.Repository.IndexOf('/') < 0 ? "library/" : "")}{name.Repository}:{name.Tag ?? "latest"}"
            : $"{name.Name}:{name.Tag ?? "latest"}";

    private static JsonObject[] Objects(JsonObject index) => (index["manifests"] as JsonArray)?.OfType<JsonObject>().ToArray() ?? [];

    private JsonObject Choose(IReadOnlyList<JsonObject> entries, string platform)
    {
        var chosen = PlatformChoice.Choose(entries.Select(entry => IndexEntry.Read(entry, Name)).ToList(), platform, Name);
        return entries.First(entry => entry["digest"]?.GetValue<string>() == chosen.Manifest.Digest);
    }

    private ImageManifest ReadManifest(JsonObject entry, string? platform)
    {
        var digest = JsonText.Text(entry["digest"], $"a digest in an index of {Name}");
        var bytes = ReadAll(BlobPath(digest));
        if (Sha256Digest.Compute(bytes) != digest)
        {
            throw new InvalidDataException($"The manifest {digest} of {Name} does not have that digest: the layout is damaged.");
        }

        var manifest = JsonText.ParseObject(bytes, $"the manifest {digest} of {Name}");
        var mediaType = (manifest["mediaType"] ?? entry["mediaType"])?.GetValue<string>() ?? MediaTypes.OciManifest;
        if (MediaTypes.IsIndex(mediaType))
        {
            return ReadIndex(manifest, bytes, mediaType, platform);
        }

        var image = ReadImage(manifest, bytes, mediaType);
        if (platform is not null)
        {
            PlatformChoice.Require(image.Platform, platform, Name);
        }

        return image;
    }

    private ImageManifest ReadIndex(JsonObject index, byte[] bytes, string mediaType, string? platform)
    {
        var entries = Objects(index);
        if (platform is not null)
        {
            return ReadManifest(Choose(entries, platform), platform);
        }

        // The containerd image store saves the index of all platforms with the content of those that were pulled or built. As docker push does, the
        // one that is there is then the image.
        var here = entries.Where(entry => _exists(BlobPath(JsonText.Text(entry["digest"], $"a digest in an index of {Name}")))).ToList();
        if (here.Count == entries.Length)
        {
            var children = entries.Select(entry => ReadManifest(entry, null)).ToArray();
            return new ImageManifest { MediaType = mediaType, Bytes = bytes, Children = children };
        }

        var images = here.Select(entry => (Json: entry, Entry: IndexEntry.Read(entry, Name))).Where(one => !one.Entry.IsAttestation).ToList();
        var platforms = string.Join(", ", images.Select(one => one.Entry.Platform));
        return images.Count == 1 ? ReadManifest(images[0].Json, null) : throw new EcsToolsException(
            ErrorCodes.LayoutIncomplete,
            $"{Name} holds an index of {entries.Length} manifests and {here.Count} of them: {platforms}.",
            "Name one of these with -Platform, or save the image with all its platforms.",
            "Platform",
            Name);
    }

    private ImageManifest ReadImage(JsonObject manifest, byte[] bytes, string mediaType)
    {
        var config = Blob(manifest["config"] as JsonObject ?? throw new InvalidDataException($"A manifest of {Name} has no config."));
        var layers = (manifest["layers"] as JsonArray)?.OfType<JsonObject>().Select(Blob).ToArray() ?? Array.Empty<ImageBlob>();
        return new ImageManifest
        {
            MediaType = mediaType,
            Bytes = bytes,
            Config = config,
            Layers = layers,
            Platform = config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig
                ? ImageConfig.PlatformOf(JsonText.ParseObject(ReadAll(BlobPath(config.Descriptor!.Digest)), $"the config of {Name}"))
                : null,
        };
    }

    private ImageBlob Blob(JsonObject descriptor)
    {
        var blob = Descriptor.Read(descriptor, Name);
        var path = BlobPath(blob.Digest);
        if (!_exists(path))
        {
            throw new InvalidDataException($"{Name} names the blob {blob.Digest} and does not hold it: the layout is incomplete.");
        }

        return new ImageBlob(blob.MediaType, blob.Size, _ => Task.FromResult(_open(path))) { Descriptor = blob, IsFile = true };
    }

    private static string BlobPath(string digest) => "blobs/" + digest.Replace(':', '/');

    private byte[] ReadAll(string path)
    {
        if (!_exists(path))
        {
            throw new InvalidDataException($"{Name} does not hold {path}: the layout is incomplete.");
        }

        using var stream = _open(path);
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
