using System.IO;
using System.Text.Json.Nodes;

namespace EcsTools.Images;

/// <summary>What a manifest says of a blob: its media type, its digest (<c>sha256:…</c>) and its size in bytes.</summary>
internal sealed record Descriptor(string MediaType, string Digest, long Size)
{
    /// <param name="json">The descriptor in a manifest.</param>
    /// <param name="name">Of what, for messages.</param>
    /// <exception cref="InvalidDataException">Something is missing.</exception>
    public static Descriptor Read(JsonObject json, string name)
    {
        var digest = JsonText.Text(json["digest"], $"a digest in a manifest of {name}");
        var mediaType = JsonText.Text(json["mediaType"], $"the media type of {digest}");
        return new Descriptor(
            mediaType, digest, json["size"]?.GetValue<long>() ?? throw new InvalidDataException($"The size of {digest} in {name} is missing."));
    }
}

/// <summary>What an image was made for, in the words of an OCI index.</summary>
internal sealed record ImagePlatform(string Os, string Architecture, string? Variant)
{
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
