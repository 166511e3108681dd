using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Serialization;

namespace EcsTools.Images.Oci;

/// <summary>One layer of the index, with a checksum. A line that was cut off or changed must not put another layer into an image.</summary>
internal sealed record LayerIndexEntry
{
    /// <summary>The most repositories to remember for one layer, the latest first.</summary>
    private const int MostPlaces = 4;

    /// <summary>Diff id, or the digest of a blob that is pushed unchanged.</summary>
    public string Name { get; init; } = "";

    public string Digest { get; init; } = "";

    public long Size { get; init; }

    public string MediaType { get; init; } = "";

    /// <summary>The encoder that compressed it, or null.</summary>
    public string? Encoder { get; init; }

    /// <summary>Registry host and repository, such as <c>localhost:5000/web</c>.</summary>
    public IReadOnlyList<string> Places { get; init; } = Array.Empty<string>();

    public string Check { get; init; } = "";

    [JsonIgnore]
    public Descriptor Blob => new(MediaType, Digest, Size);

    [JsonIgnore]
    public bool IsWhole => Check == ComputeCheck() && Sha256Digest.Is(Digest) && Sha256Digest.Is(Name) && Size >= 0 && Places is not null;

    public static LayerIndexEntry Create(string name, Descriptor blob, string? encoder, LayerIndexEntry? before, string place)
    {
        var others = before?.Digest == blob.Digest ? before.Places.Where(known => known != place) : Enumerable.Empty<string>();
        var entry = new LayerIndexEntry
        {
            Name = name,
            Digest = blob.Digest,
            Size = blob.Size,
            MediaType = blob.MediaType,
            Encoder = encoder,
            Places = new[] { place }.Concat(others).Take(MostPlaces).ToArray(),
        };
        return entry with { Check = entry.ComputeCheck() };
    }

    private string ComputeCheck()
        => Sha256Digest.Short(Sha256Digest.Compute(Encoding.UTF8.GetBytes(string.Join("|", Name, Digest, Size, MediaType, Encoder))));
}
