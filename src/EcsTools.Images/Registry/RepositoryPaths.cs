using System.Text.RegularExpressions;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Registry;

/// <summary>
/// The paths of one repository in a registry's API. A tag or a digest may come from outside. It is checked before it becomes a part of a path, because one
/// with <c>../</c> would reach other paths of the registry.
/// </summary>
internal sealed class RepositoryPaths(string repository)
{
    // Source: the OCI distribution specification, "Pulling manifests". ECR accepts 300 characters.
    private static readonly Regex TagName = new("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,299}\\z", RegexOptions.CultureInvariant);

    public string Tags => $"v2/{repository}/tags/list?n=1000";

    /// <exception cref="MalformedContentException">It is neither a tag nor a digest.</exception>
    public string Manifest(string reference)
        => Descriptor.IsDigest(reference) || TagName.IsMatch(reference)
            ? $"v2/{repository}/manifests/{reference}"
            : throw new MalformedContentException($"'{UntrustedText.Sanitize(reference)}' is neither a tag nor a digest");

    /// <exception cref="MalformedContentException">It is not a digest.</exception>
    public string Blob(string digest) => $"v2/{repository}/blobs/{Checked(digest)}";

    /// <exception cref="MalformedContentException">It is not a digest.</exception>
    public string Referrers(string digest) => $"v2/{repository}/referrers/{Checked(digest)}";

    private static string Checked(string digest)
        => Descriptor.IsDigest(digest) ? digest : throw new MalformedContentException($"'{UntrustedText.Sanitize(digest)}' is not a digest");
}
