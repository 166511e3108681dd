using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Images.Oci;

/// <summary>Chooses the image for a platform, such as <c>linux/arm64</c>, from an index.</summary>
internal static class PlatformChoice
{
    private const int MostShown = 20;

    /// <summary>The manifest for a platform, with the same variant. If the platform has no variant, any variant matches.</summary>
    /// <exception cref="EcsToolsException">There is no such manifest. The message lists the platforms of the index.</exception>
    public static IndexEntry Choose(IReadOnlyList<IndexEntry> entries, string platform, string name)
    {
        var wanted = ImagePlatform.Parse(platform);
        var images = entries.Where(entry => !entry.IsAttestation && entry.Platform is { Os: not "unknown" }).ToList();
        return images.FirstOrDefault(entry => entry.Platform == wanted)
            ?? images.FirstOrDefault(entry => Fits(entry.Platform!, wanted))
            ?? throw Missing(platform, name, images.Select(entry => entry.Platform!.ToString()));
    }

    /// <summary>Throws if an image is for another platform. An image that specifies no platform is accepted.</summary>
    public static void Require(ImagePlatform? actual, string platform, string name)
    {
        if (actual is not null && !Fits(actual, ImagePlatform.Parse(platform)))
        {
            throw Missing(platform, name, [actual.ToString()]);
        }
    }

    // arm64 without a variant means v8. Docker writes both forms.
    private static bool Fits(ImagePlatform actual, ImagePlatform wanted)
        => actual.Os == wanted.Os && actual.Architecture == wanted.Architecture
            && (wanted.Variant is null || Variant(actual) == Variant(wanted));

    private static string? Variant(ImagePlatform platform) => platform.Variant ?? (platform.Architecture == "arm64" ? "v8" : null);

    private static EcsToolsException Missing(string platform, string name, IEnumerable<string> there)
        => new(
            ErrorCodes.PlatformNotFound,
            $"'{name}' has no image for {platform}; it has {string.Join(", ", there.Take(MostShown).Select(one => UntrustedText.Sanitize(one)))}.",
            "Choose one of these platforms with -Platform, or leave it out.",
            "Platform",
            platform);
}
