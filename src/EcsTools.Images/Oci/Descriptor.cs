using System.IO;
using System.Text.Json.Nodes;

namespace EcsTools.Images.Oci;

/// <summary>What a manifest says of a blob or of another manifest.</summary>
/// <param name="MediaType">Media type of the content.</param>
/// <param name="Digest">Digest of the content, <c>sha256:…</c>.</param>
/// <param name="Size">Size of the content in bytes.</param>
public sealed record Descriptor(string MediaType, string Digest, long Size)
{
    /// <param name="json">The descriptor in a manifest.</param>
    /// <param name="name">Of what, for messages.</param>
    /// <exception cref="InvalidDataException">Something is missing.</exception>
    internal static Descriptor Read(JsonObject json, string name)
    {
        var digest = JsonText.Text(json["digest"], $"a digest in a manifest of {name}");
        var mediaType = JsonText.Text(json["mediaType"], $"the media type of {digest}");
        return new Descriptor(
            mediaType, digest, json["size"]?.GetValue<long>() ?? throw new InvalidDataException($"The size of {digest} in {name} is missing."));
    }
}
