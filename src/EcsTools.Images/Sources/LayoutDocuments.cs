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

        return Verified(manifest, $"the manifest {manifest.Digest}", JsonText.LongestManifest);
    }

    /// <summary>Tells how a layer is compressed. It reads only the beginning of the layer.</summary>
    /// <exception cref="MalformedContentException">It is missing, or its size is wrong.</exception>
    public CompressionFormat? FormatOf(Descriptor blob, string what)
    {
        RequireSha256(blob, what);
        var path = PathOf(blob);
        if (!exists(path))
        {
            throw new MalformedContentException($"it names the blob {blob.Digest} but does not contain it: the layout is incomplete");
        }

        var stream = open(path);
        if (stream.Length != blob.Size)
        {
            using (stream)
            {
                throw WrongSize(path, stream.Length, what, blob);
            }
        }

        return CompressionFormat.Detect(stream);
    }

    /// <summary>Reads the config of an image and verifies its digest.</summary>
    /// <exception cref="MalformedContentException">It is missing, too large or not JSON, or its digest is wrong.</exception>
    public JsonObject ReadConfig(Descriptor config)
    {
        var what = $"the config {config.Digest}";
        return JsonText.ParseObject(Verified(config, what, JsonText.LongestDocument), what);
    }

    private byte[] Verified(Descriptor document, string what, int longest)
    {
        RequireSha256(document, what);
        var bytes = ReadAll(PathOf(document), longest);
        if (bytes.Length != document.Size)
        {
            throw WrongSize(PathOf(document), bytes.Length, what, document);
        }

        return Sha256Digest.Compute(bytes) == document.Digest
            ? bytes
            : throw new MalformedContentException($"{what} does not have that digest: the layout is damaged");
    }

    private static void RequireSha256(Descriptor blob, string what)
    {
        if (!Sha256Digest.Is(blob.Digest))
        {
            throw new MalformedContentException($"the digest of {what} is '{UntrustedText.Sanitize(blob.Digest)}', and only sha256 is supported");
        }
    }

    private static MalformedContentException WrongSize(string path, long size, string what, Descriptor blob)
        => new($"{path} has {size} bytes, but should have {blob.Size}, the size of {what}: the layout is damaged");

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
