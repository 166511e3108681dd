using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace EcsTools.Sandbox.Registry;

/// <summary>An image or an index of images. Its manifest is a blob of the store.</summary>
internal sealed class StoredImage
{
    public string Digest { get; set; } = "";

    public string MediaType { get; set; } = "";

    public string? ArtifactMediaType { get; set; }

    public string? Subject { get; set; }

    public double PushedAt { get; set; }

    public double? LastPulledAt { get; set; }

    /// <summary>Bytes of its configuration and layers; of an index, those of its largest image.</summary>
    public long? ImageBytes { get; set; }

    /// <summary>Configuration and layers; empty for an index.</summary>
    public List<BlobReference> Blobs { get; set; } = new();

    /// <summary>Manifests of an index; empty for an image.</summary>
    public List<string> Children { get; set; } = new();

    [JsonIgnore]
    public bool IsIndex => ImageManifest.IsIndex(MediaType);
}
