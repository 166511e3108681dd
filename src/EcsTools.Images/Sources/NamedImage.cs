using System;
using System.Collections.Generic;
using System.Linq;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Sources;

/// <summary>One image of an archive or layout, and what it is called there.</summary>
/// <typeparam name="T">How the archive or layout describes it.</typeparam>
/// <param name="Image">Its description.</param>
/// <param name="Names">Its names, the most complete first.</param>
/// <param name="Digest">The digest by which it can be named too, or null.</param>
internal sealed record NamedImage<T>(T Image, IReadOnlyList<string> Names, string? Digest)
{
    /// <summary>The fewest digits of a digest that name an image. Docker shows twelve.</summary>
    private const int FewestDigits = 12;

    /// <summary>A shorter name, or null.</summary>
    public string? Alias { get; init; }

    /// <summary>The names to show to a user. Each of them can be given as the name.</summary>
    public IEnumerable<string> Shown => Names.Count > 0 ? Names : Digest is null ? [] : [Digest];

    /// <summary>
    /// Whether a user means this image: one of its names, the same name with the parts that users leave out (<c>web</c> is
    /// <c>docker.io/library/web:latest</c>), its digest, or the beginning of its digest.
    /// </summary>
    public bool IsMeantBy(string name)
    {
        if (name == Alias || Names.Contains(name, StringComparer.Ordinal) || IsDigest(name))
        {
            return true;
        }

        return Reference.TryParse(name) is { } given && (given.Digest is { } digest
            ? digest == Digest
            : Names.Where(IsWhole).Select(Reference.TryParse).OfType<Reference>().Any(own => IsSame(own, given)));
    }

    private bool IsDigest(string name)
        => Digest is not null && (name == Digest
            || (Digits(name) is { Length: >= FewestDigits } digits && Digits(Digest).StartsWith(digits, StringComparison.Ordinal)));

    private static string Digits(string digest) => digest.Substring(digest.IndexOf(':') + 1);

    /// <summary>Whether it is more than a tag, which is all that the specification of layouts asks for.</summary>
    private static bool IsWhole(string name) => name.IndexOf(':') > 0 || name.IndexOf('/') > 0;

    /// <summary>Podman puts images that were built without a registry into "localhost".</summary>
    private static bool IsSame(Reference own, Reference given)
        => own.Canonical == given.Canonical
            || (own.Registry == "localhost" && given.Registry is null && own.Repository == given.Repository && own.TagOrDigest == given.TagOrDigest);
}
