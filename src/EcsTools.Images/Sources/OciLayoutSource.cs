using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Sources;

/// <summary>An OCI image layout in a folder or a tar. Manifests and blobs go to the registry byte for byte.</summary>
internal sealed class OciLayoutSource : IImageSource
{
    /// <summary>What to do about a layout that is damaged.</summary>
    public const string WriteAgain
        = "Write the layout again, for example with 'skopeo copy' or 'docker buildx build --output type=oci,tar=false', or give another -Path.";

    private const string RefName = "org.opencontainers.image.ref.name";
    private const string ContainerdName = "io.containerd.image.name";

    /// <summary>The most platforms to list in a message.</summary>
    private const int MostPlatforms = 10;

    private readonly LayoutDocuments _documents;
    private readonly Action? _close;

    private OciLayoutSource(string name, Func<string, bool> exists, Func<string, Stream> open, string? reference, string? platform, Action? close)
    {
        Name = name;
        _documents = new LayoutDocuments(exists, open);
        _close = close;
        Root = ReadRoot(reference, platform);
    }

    public ImageManifest Root { get; }

    public string Name { get; }

    public static bool IsOne(string folder) => File.Exists(Path.Combine(folder, "index.json")) && File.Exists(Path.Combine(folder, "oci-layout"));

    public static bool IsOne(TarIndex archive) => archive.Contains("index.json") && archive.Contains("oci-layout");

    /// <summary>Opens a layout in a folder.</summary>
    /// <param name="folder">The folder of the layout.</param>
    /// <param name="reference">The name of the image if the layout has several; null for the only image.</param>
    /// <param name="platform">One platform of an index, such as <c>linux/arm64</c>; null for the whole index.</param>
    /// <exception cref="EcsToolsException">LayoutDamaged, LayoutIncomplete, LayoutHoldsSeveralImages, PlatformNotFound.</exception>
    public static OciLayoutSource OpenFolder(string folder, string? reference = null, string? platform = null)
    {
        try
        {
            var files = new LayoutFolder(folder);
            return new OciLayoutSource(folder, files.Exists, files.Open, reference, platform, null);
        }
        catch (MalformedContentException e)
        {
            throw new EcsToolsException(
                ErrorCodes.LayoutDamaged,
                $"The OCI layout '{folder}' cannot be read: {e.Problem}.",
                e.Remedy ?? WriteAgain,
                "Path",
                folder,
                e);
        }
    }

    /// <summary>Opens a layout in an archive.</summary>
    /// <exception cref="MalformedContentException">The layout is malformed or incomplete.</exception>
    /// <exception cref="EcsToolsException">LayoutIncomplete, LayoutHoldsSeveralImages, PlatformNotFound.</exception>
    public static OciLayoutSource OpenArchive(
        TarIndex archive, string name, string? reference = null, string? platform = null, Action? close = null)
        => new(name, archive.Contains, archive.Open, reference, platform, close);

    /// <summary>Opens a layout whose files are found by these functions.</summary>
    /// <exception cref="MalformedContentException">The layout is malformed or incomplete.</exception>
    public static OciLayoutSource Open(string name, Func<string, bool> exists, Func<string, Stream> open, Action close)
        => new(name, exists, open, null, null, close);

    /// <summary>Whether any layer is compressed, so that it can go to a registry unchanged.</summary>
    public bool IsCompressed => Root.ChildrenFirst().SelectMany(manifest => manifest.Layers).Any(layer => layer.MediaType != MediaTypes.OciLayer);

    public void Dispose() => _close?.Invoke();

    private ImageManifest ReadRoot(string? reference, string? platform)
    {
        var entries = Objects(_documents.ReadIndex(), "index.json");
        if (entries.Count == 0)
        {
            throw new MalformedContentException("index.json lists no image")
            {
                Remedy = "Write an image into the layout, for example with 'skopeo copy', or give another -Path.",
            };
        }

        var images = entries.Select(Named).ToList();
        var meant = ImageChoice.Meant(images, reference, Name, ErrorCodes.LayoutHoldsSeveralImages);
        return ReadManifest(
            meant.Count == 1 ? meant[0].Image : OfPlatform(meant, reference, platform, images), "the manifest in index.json", platform, 1);
    }

    private static NamedImage<JsonObject> Named(JsonObject entry)
    {
        // The containerd image store writes the whole name in addition to the tag, which is all that the specification defines.
        var name = Text(entry, ContainerdName) ?? Text(entry, RefName);
        return new NamedImage<JsonObject>(entry, name is null ? [] : [name], JsonText.TextOf(entry["digest"])) { Alias = Text(entry, RefName) };
    }

    /// <summary>One of several images that a user may mean. It is clear only if they are one image for several platforms.</summary>
    private JsonObject OfPlatform(
        IReadOnlyList<NamedImage<JsonObject>> meant, string? reference, string? platform, IReadOnlyList<NamedImage<JsonObject>> images)
    {
        var entries = meant.Select(image => image.Image).ToList();
        var platforms = entries.Select((entry, i) => IndexEntry.Read(entry, $"the manifest {i + 1} in index.json").Platform?.ToString()).ToList();
        var isOneImage = platforms.All(one => one is not null) && platforms.Distinct().Count() == platforms.Count
            && meant.Select(image => image.Names.FirstOrDefault()).Distinct().Count() == 1;
        if (platform is not null && platforms.All(one => one is not null))
        {
            return Choose(entries, "index.json", platform);
        }

        throw isOneImage
            ? new EcsToolsException(
                ErrorCodes.LayoutHoldsSeveralImages,
                $"'{Name}' holds an image for {platforms.Count} platforms: "
                    + $"{string.Join(", ", platforms.Take(MostPlatforms).Select(one => UntrustedText.Sanitize(one!)))}.",
                "Name one of them with -Platform.",
                "Platform",
                Name)
            : ImageChoice.Unclear(images, reference, Name, ErrorCodes.LayoutHoldsSeveralImages);
    }

    private static string? Text(JsonObject entry, string annotation) => JsonText.TextOf((entry["annotations"] as JsonObject)?[annotation]);

    private static IReadOnlyList<JsonObject> Objects(JsonObject index, string what) => JsonText.Objects(index, "manifests", what, Descriptor.MostOfOne);

    private JsonObject Choose(IReadOnlyList<JsonObject> entries, string what, string platform)
    {
        var read = entries.Select((entry, i) => IndexEntry.Read(entry, $"the manifest {i + 1} in {what}")).ToList();
        var chosen = PlatformChoice.Choose(read, platform, Name);
        return entries[read.IndexOf(chosen)];
    }

    private ImageManifest ReadManifest(JsonObject entry, string what, string? platform, int depth)
    {
        var descriptor = Descriptor.Read(entry, what, JsonText.OptionalText(entry, "mediaType", what) ?? MediaTypes.OciManifest);
        var bytes = _documents.ReadManifest(descriptor, depth);
        what = $"the manifest {descriptor.Digest}";
        var manifest = JsonText.ParseObject(bytes, what, JsonText.LongestManifest);
        var mediaType = JsonText.OptionalText(manifest, "mediaType", what) ?? descriptor.MediaType;
        if (MediaTypes.IsIndex(mediaType))
        {
            return ReadIndex(manifest, bytes, mediaType, $"the index {descriptor.Digest}", platform, depth);
        }

        RequireManifest(manifest, mediaType, what);
        var image = ReadImage(manifest, bytes, mediaType, what, isChild: depth > 1);
        if (platform is not null)
        {
            PlatformChoice.Require(image.Platform, platform, Name);
        }

        return image;
    }

    private ImageManifest ReadIndex(JsonObject index, byte[] bytes, string mediaType, string what, string? platform, int depth)
    {
        var entries = Objects(index, what);
        if (platform is not null)
        {
            return ReadManifest(Choose(entries, what, platform), $"the manifest for {platform} in {what}", platform, depth + 1);
        }

        // The containerd image store saves the index of all platforms, but only the content that was pulled or built. If only one image has its content,
        // that image is pushed, as docker push does.
        var here = entries.Where((entry, i) => _documents.Has(Descriptor.Read(entry, $"the manifest {i + 1} in {what}"))).ToList();
        if (here.Count == entries.Count)
        {
            var children = entries.Select((entry, i) => ReadManifest(entry, $"the manifest {i + 1} in {what}", null, depth + 1)).ToArray();
            return new ImageManifest { MediaType = mediaType, Bytes = bytes, Children = children };
        }

        var images = here.Select(entry => (Json: entry, Entry: IndexEntry.Read(entry, $"a manifest in {what}")))
            .Where(one => !one.Entry.IsAttestation)
            .ToList();
        var platforms = string.Join(", ", images.Select(one => UntrustedText.Sanitize($"{one.Entry.Platform}")).Take(MostPlatforms));
        return images.Count == 1 ? ReadManifest(images[0].Json, $"the manifest in {what}", null, depth + 1) : throw new EcsToolsException(
            ErrorCodes.LayoutIncomplete,
            $"{Name} holds an index of {entries.Count} manifests, but only {here.Count} of these manifests: {platforms}.",
            "Choose one of these with -Platform, or save the image with all its platforms.",
            "Platform",
            Name);
    }

    private static void RequireManifest(JsonObject manifest, string mediaType, string what)
    {
        if (MediaTypes.IsSchema1(mediaType) || JsonText.TextOf(manifest["mediaType"]) is null && manifest["fsLayers"] is not null)
        {
            throw new MalformedContentException($"{what} is in the old schema 1, which registries no longer accept")
            {
                Remedy = "Convert the image to schema 2, for example with 'skopeo copy --format v2s2', and push the result.",
            };
        }

        if (!MediaTypes.Manifests.Contains(mediaType))
        {
            throw new MalformedContentException($"{what} is of the type '{UntrustedText.Sanitize(mediaType)}', which is not the type of an image");
        }
    }

    private ImageManifest ReadImage(JsonObject manifest, byte[] bytes, string mediaType, string what, bool isChild)
    {
        var described = JsonText.OptionalObject(manifest, "config", what) ?? throw new MalformedContentException($"{what} has no config");
        var config = Descriptor.Read(described, $"the config in {what}");
        var isImage = MediaTypes.IsImageConfig(config.MediaType);
        if (!isImage && !isChild)
        {
            var type = JsonText.OptionalText(manifest, "artifactType", what) ?? config.MediaType;
            throw new MalformedContentException($"{what} is of an artifact of the type '{UntrustedText.Sanitize(type)}', not of an image")
            {
                Remedy = "Give the layout of an image. To copy an artifact to a registry, use oras or skopeo.",
            };
        }

        var layers = JsonText.Objects(manifest, "layers", what, Descriptor.MostOfOne);
        var document = isImage ? _documents.ReadConfig(config) : null;
        if (document is not null)
        {
            RequireDiffIds(document, config, layers.Count, what);
        }

        return new ImageManifest
        {
            MediaType = mediaType,
            Bytes = bytes,
            Config = Blob(config, $"the config in {what}"),
            Layers = layers.Select((layer, i) => Layer(layer, $"the layer {i + 1} in {what}")).OfType<ImageBlob>().ToArray(),
            Platform = document is null ? null : ImageConfig.PlatformOf(document, $"the config {config.Digest}"),
        };
    }

    private static void RequireDiffIds(JsonObject document, Descriptor config, int layers, string what)
    {
        var diffIds = ImageConfig.DiffIdsOf(document, $"the config {config.Digest}");
        if (diffIds.Count != layers)
        {
            throw new MalformedContentException($"{what} lists {layers} layers and its config {diffIds.Count}: no container could be started from it");
        }
    }

    /// <summary>A layer; null if it stays at the addresses in its descriptor, and is not pushed.</summary>
    private ImageBlob? Layer(JsonObject json, string what)
    {
        var layer = Descriptor.Read(json, what);
        if (MediaTypes.IsEncrypted(layer.MediaType))
        {
            throw new MalformedContentException($"{what} is encrypted, and Fargate cannot decrypt it")
            {
                Remedy = "Decrypt the image, for example with 'skopeo copy --decryption-key', and push the result.",
            };
        }

        if (MediaTypes.IsForeign(layer.MediaType) && JsonText.Texts(json, "urls", what, Descriptor.MostOfOne).Count > 0)
        {
            return null;
        }

        return Blob(layer, what);
    }

    private ImageBlob Blob(Descriptor blob, string what)
    {
        LayerMediaType.RequireUsable(_documents.FormatOf(blob, what), what);
        return new ImageBlob(blob.MediaType, blob.Size, _ => Task.FromResult(_documents.Open(blob)))
        {
            Descriptor = blob, IsFile = true, Place = $"{LayoutDocuments.PathOf(blob)} in '{Name}'",
        };
    }
}
