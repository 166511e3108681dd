using System.Text.RegularExpressions;

namespace EcsTools.Images.Oci;

/// <summary>The platform of an image, in the terms of an OCI index.</summary>
/// <param name="Os">Operating system, such as <c>linux</c>.</param>
/// <param name="Architecture">Processor architecture, such as <c>amd64</c>.</param>
/// <param name="Variant">Variant of the architecture, such as <c>v8</c>, or null.</param>
public sealed record ImagePlatform(string Os, string Architecture, string? Variant)
{
    private static readonly Regex Form = new("^[a-z0-9]+/[a-z0-9]+(/[a-z0-9]+)?\\z", RegexOptions.CultureInvariant);

    /// <summary>Parses a platform.</summary>
    /// <param name="platform">Text such as <c>linux/arm64</c> or <c>linux/arm/v7</c>.</param>
    /// <exception cref="EcsToolsException">It is not a platform.</exception>
    public static ImagePlatform Parse(string platform)
    {
        var parts = Form.IsMatch(platform) ? platform.Split('/') : throw new EcsToolsException(
            ErrorCodes.PlatformInvalid, $"'{platform}' is not a platform.", "Write it as linux/amd64 or linux/arm64.",
            "Platform", platform);
        return new ImagePlatform(parts[0], parts[1], parts.Length == 3 ? parts[2] : null);
    }

    /// <summary>The platform as <c>os/architecture[/variant]</c>.</summary>
    public override string ToString() => Variant is null ? $"{Os}/{Architecture}" : $"{Os}/{Architecture}/{Variant}";
}
