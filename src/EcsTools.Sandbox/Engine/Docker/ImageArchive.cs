using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.DockerTransport;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>
/// An image as a tar archive that engines load: an OCI layout, and the <c>manifest.json</c> of <c>docker save</c> for engines that do not know layouts. The
/// blobs are read from the registry while the archive is sent, so no more than a buffer of it is in memory.
/// </summary>
internal sealed class ImageArchive : OneWayStream
{
    private readonly IEnumerator<Stream> _parts;
    private readonly CancellationToken _cancellationToken;
    private Stream _part = Stream.Null;

    /// <param name="image">The content.</param>
    /// <param name="name">The name that the image gets in the engine, with a tag.</param>
    /// <param name="cancellationToken">Ends the archive in the middle. The engine then discards it.</param>
    public ImageArchive(ImageContent image, string name, CancellationToken cancellationToken)
    {
        _parts = Parts(image, name).GetEnumerator();
        _cancellationToken = cancellationToken;
    }

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var read = await _part.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false);
            if (read > 0 || count == 0)
            {
                return read;
            }

            _part.Dispose();
            if (!_parts.MoveNext())
            {
                _part = Stream.Null;
                return 0;
            }

            _part = _parts.Current;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _part.Dispose();
            _parts.Dispose();
        }

        base.Dispose(disposing);
    }

    private static IEnumerable<Stream> Parts(ImageContent image, string name)
    {
        var texts = new[]
        {
            File("oci-layout", """{"imageLayoutVersion":"1.0.0"}"""), File("index.json", Index(image, name)), File("manifest.json", Listing(image, name)),
        };
        var blobs = new[] { image.Manifest, image.Config }.Concat(image.Layers)
            .GroupBy(blob => blob.Digest, StringComparer.Ordinal).Select(same => same.First())
            .Select(blob => (PathOf(blob), blob.Size, blob.Open));
        foreach (var (path, size, open) in texts.Concat(blobs))
        {
            yield return new MemoryStream(TarFile.Header(path, size));
            yield return open();
            yield return new MemoryStream(TarFile.Padding(size));
        }

        yield return new MemoryStream(TarFile.End);
    }

    private static (string Path, long Size, Func<Stream> Open) File(string path, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return (path, bytes.Length, () => new MemoryStream(bytes));
    }

    private static string PathOf(ImageBlob blob) => "blobs/" + blob.Digest.Replace(':', '/');

    private static string Index(ImageContent image, string name) => new JsonObject
    {
        ["schemaVersion"] = 2,
        ["manifests"] = new JsonArray(new JsonObject
        {
            ["mediaType"] = image.MediaType,
            ["digest"] = image.Manifest.Digest,
            ["size"] = image.Manifest.Size,
            ["annotations"] = new JsonObject { ["io.containerd.image.name"] = "docker.io/" + name },
        }),
    }.ToJsonString();

    private static string Listing(ImageContent image, string name) => new JsonArray(new JsonObject
    {
        ["Config"] = PathOf(image.Config),
        ["RepoTags"] = new JsonArray(name),
        ["Layers"] = new JsonArray(image.Layers.Select(layer => (JsonNode)PathOf(layer)).ToArray()),
    }).ToJsonString();
}
