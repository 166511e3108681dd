using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace EcsTools.Images.Oci;

/// <summary>Reads the config of an image, which names its platform and its layers, and makes a blob of it.</summary>
internal static class ImageConfig
{
    public static ImageBlob Blob(byte[] bytes, string mediaType)
        => new(mediaType, bytes.Length, _ => Task.FromResult<Stream>(new MemoryStream(bytes, writable: false)))
        {
            Descriptor = new Descriptor(mediaType, Sha256Digest.Compute(bytes), bytes.Length),
        };

    /// <param name="config">The config.</param>
    /// <param name="what">What it is, for the error message.</param>
    /// <exception cref="MalformedContentException">A member is not text.</exception>
    public static ImagePlatform PlatformOf(JsonObject config, string what = "the config")
        => new(
            JsonText.OptionalText(config, "os", what) ?? "linux",
            JsonText.OptionalText(config, "architecture", what) ?? "amd64",
            JsonText.OptionalText(config, "variant", what));

    /// <summary>The digests of the layers before compression.</summary>
    /// <param name="config">The config.</param>
    /// <param name="what">What it is, for the error message.</param>
    /// <exception cref="MalformedContentException">One of them is not a digest.</exception>
    public static IReadOnlyList<string> DiffIdsOf(JsonObject config, string what)
    {
        var rootfs = JsonText.OptionalObject(config, "rootfs", what);
        var diffIds = rootfs is null ? [] : JsonText.Texts(rootfs, "diff_ids", what, Descriptor.MostOfOne);
        return diffIds.FirstOrDefault(id => !Sha256Digest.Is(id)) is { } wrong
            ? throw new MalformedContentException($"the diff id '{UntrustedText.Sanitize(wrong)}' of {what} is not a digest")
            : diffIds;
    }
}
