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
    private const string RefName = "org.opencontainers.image.ref.name";
    private const string ContainerdName = "io.containerd.image.name";

    /// <summary>The most names to list in a message.</summary>
    private const int MostNames = 20;

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
                "Write the layout again, for example with 'skopeo copy' or 'docker buildx build --output type=oci,tar=false', or give another -Path.",
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

    /// <summary>Whether any layer is compressed, so that it can go to a registry unchanged.</summary>
    public bool IsCompressed => Root.ChildrenFirst().SelectMany(manifest => manifest.Layers).Any(layer => layer.MediaType != MediaTypes.OciLayer);

    public void Dispose() => _close?.Invoke();

    private ImageManifest ReadRoot(string? reference, string? platform)
    {
        var index = _documents.ReadIndex();
        var entries = Objects(index, "index.json");
        var chosen = entries.Count == 1 ? entries[0] : entries.FirstOrDefault(entry => reference is not null && IsNamed(entry, reference));
        if (chosen is null && platform is not null && entries.Count > 0 && entries.All(entry => entry["platform"] is not null))
        {
            chosen = Choose(entries, "index.json", platform);
        }

        var names = entries.Select(entry => Text(entry, ContainerdName) ?? Text(entry, RefName) ?? JsonText.TextOf(entry["digest"]));
        return chosen is not null ? ReadManifest(chosen, "the manifest in index.json", platform, 1) : throw new EcsToolsException(
            ErrorCodes.LayoutHoldsSeveralImages,
            $"{Name} holds {(reference is null ? "" : $"no image '{reference}', but ")}{entries.Count} images: "
                + $"{string.Join(", ", names.OfType<string>().Take(MostNames).Select(one => UntrustedText.Sanitize(one)))}.",
            "Choose one of them with -Image.",
            "Image",
            Name);
    }

    private static string? Text(JsonObject entry, string annotation) => JsonText.TextOf((entry["annotations"] as JsonObject)?[annotation]);

    /// <summary>The containerd image store writes the whole name in addition to the tag, which is all that the specification defines.</summary>
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

        var image = ReadImage(manifest, bytes, mediaType, what);
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
            .Where(one => !one.Entry.IsAttestation).ToList();
        var platforms = string.Join(", ", images.Select(one => UntrustedText.Sanitize($"{one.Entry.Platform}")).Take(MostNames));
        return images.Count == 1 ? ReadManifest(images[0].Json, $"the manifest in {what}", null, depth + 1) : throw new EcsToolsException(
            ErrorCodes.LayoutIncomplete,
            $"{Name} holds an index of {entries.Count} manifests, but only {here.Count} of these manifests: {platforms}.",
            "Choose one of these with -Platform, or save the image with all its platforms.",
            "Platform",
            Name);
    }

    private ImageManifest ReadImage(JsonObject manifest, byte[] bytes, string mediaType, string what)
    {
        var described = JsonText.OptionalObject(manifest, "config", what) ?? throw new MalformedContentException($"{what} has no config");
        var config = Blob(described, $"the config in {what}");
        var layers = JsonText.Objects(manifest, "layers", what, Descriptor.MostOfOne)
            .Select((layer, i) => Blob(layer, $"the layer {i + 1} in {what}")).ToArray();
        return new ImageManifest
        {
            MediaType = mediaType,
            Bytes = bytes,
            Config = config,
            Layers = layers,
            Platform = config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig
                ? ImageConfig.PlatformOf(_documents.ReadConfig(config.Descriptor!), $"the config {config.Descriptor!.Digest}")
                : null,
        };
    }

    private ImageBlob Blob(JsonObject descriptor, string what)
    {
        var blob = Descriptor.Read(descriptor, what);
        if (!_documents.Has(blob))
        {
            throw new MalformedContentException($"it names the blob {blob.Digest} but does not contain it: the layout is incomplete");
        }

        return new ImageBlob(blob.MediaType, blob.Size, _ => Task.FromResult(_documents.Open(blob))) { Descriptor = blob, IsFile = true };
    }
}
