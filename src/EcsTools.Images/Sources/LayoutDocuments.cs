using System;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Sources;

/// <summary>
/// Reads the documents of an OCI layout. Their size and number are limited, because an index may name another index, and the same index many times.
/// </summary>
internal sealed class LayoutDocuments(Func<string, bool> exists, Func<string, Stream> open)
{
    /// <summary>The most levels of indexes inside each other. Layouts from common tools have one or two.</summary>
    public const int Deepest = 8;

    private const int MostManifests = Descriptor.MostOfOne;
    private int _manifests;

    /// <summary>The path of a blob's file in the layout.</summary>
    public static string PathOf(Descriptor blob) => "blobs/" + blob.Digest.Replace(':', '/');

    public bool Has(Descriptor blob) => exists(PathOf(blob));

    /// <summary>Opens a blob.</summary>
    public Stream Open(Descriptor blob) => open(PathOf(blob));

    /// <summary>Reads the file with the layout's version, and then the topmost index.</summary>
    /// <exception cref="MalformedContentException">One of them is malformed.</exception>
    public JsonObject ReadIndex()
    {
        var layout = JsonText.ParseObject(ReadAll("oci-layout", JsonText.LongestManifest), "oci-layout");
        var version = JsonText.Text(layout, "imageLayoutVersion", "oci-layout");
        return version.StartsWith("1.", StringComparison.Ordinal)
            ? JsonText.ParseObject(ReadAll("index.json", JsonText.LongestManifest), "index.json", JsonText.LongestManifest)
            : throw new MalformedContentException($"its imageLayoutVersion is '{UntrustedText.Sanitize(version)}', and only 1 is supported");
    }

    /// <summary>Reads a manifest or index and verifies its digest.</summary>
    /// <exception cref="MalformedContentException">It is missing or too large, its digest is wrong, or there are too many manifests.</exception>
    public byte[] ReadManifest(Descriptor manifest, int depth)
    {
        if (depth > Deepest)
        {
            throw new MalformedContentException($"its indexes are nested more than {Deepest} levels deep, at {manifest.Digest}");
        }

        if (++_manifests > MostManifests)
        {
            throw new MalformedContentException($"its indexes name more than {MostManifests} manifests");
        }

        var bytes = ReadAll(PathOf(manifest), JsonText.LongestManifest);
        return Sha256Digest.Compute(bytes) == manifest.Digest
            ? bytes
            : throw new MalformedContentException($"the manifest {manifest.Digest} does not have that digest: the layout is damaged");
    }

    /// <summary>Reads the config of an image.</summary>
    /// <exception cref="MalformedContentException">It is missing, too large or not JSON.</exception>
    public JsonObject ReadConfig(Descriptor config)
        => JsonText.ParseObject(ReadAll(PathOf(config), JsonText.LongestDocument), $"the config {config.Digest}");

    private byte[] ReadAll(string path, int longest)
    {
        if (!exists(path))
        {
            throw new MalformedContentException($"it does not contain {path}: the layout is incomplete");
        }

        using var stream = open(path);
        if (stream.Length > longest)
        {
            throw new MalformedContentException($"{path} has {ByteSize.Format(stream.Length)}, which is more than the limit of {ByteSize.Format(longest)}");
        }

        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
