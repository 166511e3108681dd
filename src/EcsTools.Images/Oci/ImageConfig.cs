using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace EcsTools.Images.Oci;

/// <summary>The config of an image: what it was made for, as a blob to push.</summary>
internal static class ImageConfig
{
    public static ImageBlob Blob(byte[] bytes, string mediaType)
        => new(mediaType, bytes.Length, _ => Task.FromResult<Stream>(new MemoryStream(bytes, writable: false)))
        {
            Descriptor = new Descriptor(mediaType, Sha256Digest.Compute(bytes), bytes.Length),
        };

    public static ImagePlatform PlatformOf(JsonObject config)
        => new(
            config["os"]?.GetValue<string>() ?? "linux",
            config["architecture"]?.GetValue<string>() ?? "amd64",
            config["variant"]?.GetValue<string>());
}
