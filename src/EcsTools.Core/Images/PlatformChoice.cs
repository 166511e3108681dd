using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Registry;

namespace EcsTools.Images;

/// <summary>Chooses the image of an index that is for a platform, such as <c>linux/arm64</c>.</summary>
internal static class PlatformChoice
{
    private static readonly Regex Form = new("^[a-z0-9]+/[a-z0-9]+(/[a-z0-9]+)?\\z", RegexOptions.CultureInvariant);

    /// <summary>The manifest for a platform: of the same variant, else of any where none was said.</summary>
    /// <exception cref="EcsToolsException">There is none, and which there are.</exception>
    public static IndexEntry Choose(IReadOnlyList<IndexEntry> entries, string platform, string name)
    {
        var wanted = Parse(platform);
        var images = entries.Where(entry => !entry.IsAttestation && entry.Platform is { Os: not "unknown" }).ToList();
        return images.FirstOrDefault(entry => entry.Platform == wanted)
            ?? images.FirstOrDefault(entry => Fits(entry.Platform!, wanted))
            ?? throw Missing(platform, name, images.Select(entry => entry.Platform!.ToString()));
    }

    /// <summary>Throws where an image is of another platform. One that says none is taken as it is.</summary>
    public static void Require(ImagePlatform? actual, string platform, string name)
    {
        if (actual is not null && !Fits(actual, Parse(platform)))
        {
            throw Missing(platform, name, [actual.ToString()]);
        }
    }

    /// <summary>Throws for what is no platform.</summary>
    public static ImagePlatform Parse(string platform)
    {
        var parts = Form.IsMatch(platform) ? platform.Split('/') : throw new EcsToolsException(
            "PlatformInvalid", ErrorKind.InvalidArgument, $"'{platform}' is not a platform.", "Write it as linux/amd64 or linux/arm64.",
            "Platform", platform);
        return new ImagePlatform(parts[0], parts[1], parts.Length == 3 ? parts[2] : null);
    }

    // arm64 without a variant is v8, and the other way round: Docker writes both.
    private static bool Fits(ImagePlatform actual, ImagePlatform wanted)
        => actual.Os == wanted.Os && actual.Architecture == wanted.Architecture
            && (wanted.Variant is null || Variant(actual) == Variant(wanted));

    private static string? Variant(ImagePlatform platform) => platform.Variant ?? (platform.Architecture == "arm64" ? "v8" : null);

    private static EcsToolsException Missing(string platform, string name, IEnumerable<string> there)
        => new(
            "PlatformNotFound",
            ErrorKind.NotFound,
            $"'{name}' has no image for {platform}; it has {string.Join(", ", there)}.",
            "Name one of these with -Platform, or leave it out.",
            "Platform",
            platform);
}
