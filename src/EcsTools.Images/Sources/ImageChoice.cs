using System.Collections.Generic;
using System.Linq;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Sources;

/// <summary>Chooses one image of an archive or layout that may hold several.</summary>
internal static class ImageChoice
{
    /// <summary>The most names to list in a message.</summary>
    private const int MostNames = 10;

    /// <summary>The images that a user may mean: all with the name, or all if no name was given. If they are the same image, only one of them.</summary>
    /// <param name="images">The images.</param>
    /// <param name="name">The name from the user, or null.</param>
    /// <param name="source">The archive or layout, for messages.</param>
    /// <param name="code">The error if there is no image of that name.</param>
    /// <exception cref="EcsToolsException">None of them has the name.</exception>
    public static IReadOnlyList<NamedImage<T>> Meant<T>(IReadOnlyList<NamedImage<T>> images, string? name, string source, ErrorCode code)
    {
        var meant = name is null ? images : images.Where(image => image.IsMeantBy(name)).ToList();
        if (meant.Count == 0 && name is not null)
        {
            throw Unclear(images, name, source, code);
        }

        return meant.Count > 1 && meant[0].Digest is { } digest && meant.All(image => image.Digest == digest) ? [meant[0]] : meant;
    }

    /// <summary>Creates the error for a source in which the user must name an image.</summary>
    public static EcsToolsException Unclear<T>(IReadOnlyList<NamedImage<T>> images, string? name, string source, ErrorCode code)
    {
        var names = images.SelectMany(image => image.Shown).Take(MostNames).Select(one => UntrustedText.Sanitize(one)).ToList();
        var count = images.Count == 1 ? "one image" : $"{images.Count} images";
        var list = names.Count == 0 ? " without a name" : ": " + string.Join(", ", names);
        return new EcsToolsException(
            code,
            $"'{source}' holds {(name is null ? "" : $"no image '{UntrustedText.Sanitize(name)}', but ")}{count}{list}.",
            images.Count == 1 ? "Leave out -Image."
                : names.Count == 0 ? "Save the images one by one, with a name for each."
                : "Choose one of them with -Image.",
            "Image",
            source);
    }
}
