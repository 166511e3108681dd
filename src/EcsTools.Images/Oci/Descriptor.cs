using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EcsTools.Images.Oci;

/// <summary>How a manifest describes a blob or another manifest.</summary>
/// <param name="MediaType">Media type of the content.</param>
/// <param name="Digest">Digest of the content, <c>sha256:…</c>.</param>
/// <param name="Size">Number of bytes in the content.</param>
public sealed record Descriptor(string MediaType, string Digest, long Size)
{
    /// <summary>The most layers of one image, or manifests of one index. An image of Docker has at most 127 layers.</summary>
    internal const int MostOfOne = 10_000;

    /// <summary>16 TiB. No registry accepts a blob this large, and the sum of such sizes does not overflow.</summary>
    private const long Largest = 1L << 44;

    // Source: the OCI image specification, "Digests". Dots and path separators are not allowed, because a digest becomes part of a path and of a URL.
    private static readonly Regex OtherDigest = new(
        "^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[A-Za-z0-9=_-]{32,256}\\z", RegexOptions.CultureInvariant);

    /// <param name="json">The descriptor in a manifest.</param>
    /// <param name="what">What it describes, for messages, such as <c>the layer 2 of web</c>.</param>
    /// <exception cref="MalformedContentException">A member is missing or not valid.</exception>
    internal static Descriptor Read(JsonObject json, string what) => Read(json, what, JsonText.Text(json, "mediaType", what));

    /// <param name="json">The descriptor.</param>
    /// <param name="what">What it describes, for messages.</param>
    /// <param name="mediaType">Its media type, for a descriptor that may lack one.</param>
    /// <exception cref="MalformedContentException">A member is missing or not valid.</exception>
    internal static Descriptor Read(JsonObject json, string what, string mediaType)
    {
        var digest = JsonText.Text(json, "digest", what);
        if (!IsDigest(digest))
        {
            throw new MalformedContentException($"the digest of {what} is '{UntrustedText.Sanitize(digest)}', which is not a digest");
        }

        var size = JsonText.Number(json, "size", what);
        return size is >= 0 and <= Largest
            ? new Descriptor(mediaType, digest, size)
            : throw new MalformedContentException($"the size of {what} is {size}, which cannot be");
    }

    /// <summary>Whether a text is a digest. Only then it may become a part of a path or of a URL.</summary>
    internal static bool IsDigest(string text)
        => text.StartsWith("sha256:", System.StringComparison.Ordinal) ? Sha256Digest.Is(text) : OtherDigest.IsMatch(text);
}
