using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace EcsTools.Images;

/// <summary>An OCI image layout: a folder, or a tar of one. Manifests and blobs go to the registry byte for byte.</summary>
internal sealed class OciLayoutSource : IImageSource
{
    private readonly Func<string, Stream> _open;
    private readonly Func<string, bool> _exists;
    private readonly Action? _close;

    private OciLayoutSource(string name, Func<string, bool> exists, Func<string, Stream> open, string? reference, Action? close)
    {
        Name = name;
        _exists = exists;
        _open = open;
        _close = close;
        Root = ReadRoot(reference);
    }

    public ImageManifest Root { get; }

    public string Name { get; }

    public static bool IsOne(string folder) => File.Exists(Path.Combine(folder, "index.json")) && File.Exists(Path.Combine(folder, "oci-layout"));

    public static bool IsOne(TarIndex archive) => archive.Contains("index.json") && archive.Contains("oci-layout");

    public static OciLayoutSource OpenFolder(string folder, string? reference = null)
        => new(
            folder,
            file => File.Exists(Path.Combine(folder, file)),
            file => new PlainFile(Path.Combine(folder, file)),
            reference,
            null);

    public static OciLayoutSource OpenArchive(TarIndex archive, string name, string? reference = null, Action? close = null)
        => new(name, archive.Contains, archive.Open, reference, close);

    public void Dispose() => _close?.Invoke();

    private ImageManifest ReadRoot(string? reference)
    {
        var index = JsonText.ParseObject(ReadAll("index.json"), $"index.json of {Name}");
        var entries = (index["manifests"] as JsonArray)?.OfType<JsonObject>().ToArray() ?? Array.Empty<JsonObject>();
        if (entries.Length == 1)
        {
            return ReadManifest(entries[0]);
        }

        var found = entries.FirstOrDefault(e => reference is not null && RefName(e) == reference);
        if (found is not null)
        {
            return ReadManifest(found);
        }

        throw new EcsToolsException(
            "LayoutHoldsSeveralImages",
            ErrorKind.InvalidArgument,
            $"{Name} holds {entries.Length} images: {string.Join(", ", entries.Select(e => RefName(e) ?? e["digest"]?.ToString()))}.",
            "Name one of them with -Image.",
            "Image",
            Name);
    }

    private static string? RefName(JsonObject entry) => entry["annotations"]?["org.opencontainers.image.ref.name"]?.GetValue<string>();

    private ImageManifest ReadManifest(JsonObject entry)
    {
        var digest = JsonText.Text(entry["digest"], $"a digest in an index of {Name}");
        var bytes = ReadAll(BlobPath(digest));
        if (Sha256Digest.Of(bytes) != digest)
        {
            throw new InvalidDataException($"The manifest {digest} of {Name} does not have that digest: the layout is damaged.");
        }

        var manifest = JsonText.ParseObject(bytes, $"the manifest {digest} of {Name}");
        var mediaType = (manifest["mediaType"] ?? entry["mediaType"])?.GetValue<string>() ?? MediaTypes.OciManifest;
        return MediaTypes.IsIndex(mediaType) ? ReadIndex(manifest, bytes, mediaType) : ReadImage(manifest, bytes, mediaType);
    }

    private ImageManifest ReadIndex(JsonObject index, byte[] bytes, string mediaType)
    {
        var entries = (index["manifests"] as JsonArray)?.OfType<JsonObject>() ?? Enumerable.Empty<JsonObject>();
        return new ImageManifest { MediaType = mediaType, Bytes = bytes, Children = entries.Select(ReadManifest).ToArray() };
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

        return new ImageBlob(blob.MediaType, blob.Size, _ => Task.FromResult(_open(path))) { Descriptor = blob };
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
