using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Images;
using EcsTools.Models;

namespace EcsTools.Registry;

/// <summary>What a push would do, found out without doing it. It holds the source open, and connections to the registry.</summary>
public sealed class PushPlan : IDisposable
{
    private readonly IReadOnlyList<string> _ahead;
    private readonly RegistryClient? _client;

    internal PushPlan(PushImageRequest request, IImageSource? source, IReadOnlyList<string> ahead)
    {
        Request = request;
        Source = source;
        _ahead = ahead;
    }

    internal PushPlan(PushImageRequest request, IImageSource source, EcrRepository repository, RegistryClient client, ImagePush push, ImageLook look)
        : this(request, source, [])
    {
        Repository = repository;
        _client = client;
        Push = push;
        Look = look;
    }

    /// <summary>What was asked for.</summary>
    public PushImageRequest Request { get; }

    /// <summary>The tags the image would have.</summary>
    public IReadOnlyList<string> Tags => Request.TagsOrLatest;

    /// <summary>What would be made, built, sent and moved, a line each.</summary>
    public IReadOnlyList<string> Steps => [.. _ahead, ImageSources.Describe(Request) + Contents(), .. Moves()];

    /// <summary>Null where it is built first.</summary>
    internal IImageSource? Source { get; }

    /// <summary>Null where it is made first.</summary>
    internal EcrRepository? Repository { get; }

    /// <summary>The push that looked; null where there was nothing to look at.</summary>
    internal ImagePush? Push { get; }

    /// <summary>What it saw.</summary>
    internal ImageLook? Look { get; }

    /// <summary>Closes what it holds.</summary>
    public void Dispose()
    {
        Source?.Dispose();
        _client?.Dispose();
    }

    private string Contents()
    {
        if (Source is null)
        {
            return "";
        }

        if (Look?.CompleteDigest is { } digest)
        {
            return $": nothing to send, the image is there ({Sha256Digest.Short(digest)})";
        }

        var layers = Source.Root.ChildrenFirst().SelectMany(manifest => manifest.Layers).GroupBy(layer => layer.Name, StringComparer.Ordinal)
            .Select(group => group.First()).ToList();
        var missing = Look?.MissingBlobs().Where(blob => layers.Exists(layer => layer.Name == blob.Name)).ToList() ?? layers;
        return missing.Count == 0 && layers.Count > 0 ? ": all its layers are there"
            : $": {missing.Count} of {layers.Count} {(layers.Count == 1 ? "layer" : "layers")} to send{Bytes(missing)}";
    }

    /// <summary>Bytes as they are in the source; those of an engine's export are not known before it comes.</summary>
    private static string Bytes(List<ImageBlob> blobs)
        => blobs.Count == 0 || blobs.Exists(blob => blob.SourceSize < 0) ? ""
            : $", {ByteSize.Format(blobs.Sum(blob => blob.SourceSize))}{(blobs.Exists(blob => blob.Compress) ? " before compression" : "")}";

    private IEnumerable<string> Moves()
    {
        var own = Look?.CompleteDigest ?? Look?.Same?.Digest ?? (Source?.Root.Bytes is { } bytes ? Sha256Digest.Of(bytes) : null);
        return Tags.Where(tag => Look?.TagDigests.TryGetValue(tag, out var digest) == true && digest is not null && digest != own)
            .Select(tag => $"move the tag {tag} from {Sha256Digest.Short(Look!.TagDigests[tag]!)}");
    }
}
