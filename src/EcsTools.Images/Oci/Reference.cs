using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Images.Oci;

/// <summary>The name of an image, split into its parts: <c>[registry/]repository[:tag][@digest]</c>.</summary>
/// <param name="Registry">Host of the registry, with its port if the name has one; null for Docker Hub.</param>
/// <param name="Repository">Name of the repository in the registry.</param>
/// <param name="Tag">The tag, or null.</param>
/// <param name="Digest">The digest with its algorithm, or null.</param>
public sealed record Reference(string? Registry, string Repository, string? Tag, string? Digest)
{
    // The grammar of Docker's distribution/reference, without its normalization.
    private static readonly Regex Grammar = new(
        "^(?:(?<registry>(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?)/)?"
        + "(?<repository>[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*)"
        + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
        + "(?:@(?<digest>[A-Za-z][A-Za-z0-9+.-]*:[0-9a-fA-F]{32,}))?\\z",
        RegexOptions.CultureInvariant);

    // Docker Hub's name in image names, and the host that serves it (docs.docker.com, "Registry HTTP API").
    private const string DockerHub = "docker.io";
    private const string DockerHubHost = "registry-1.docker.io";

    /// <summary>The registry's name in image names and in Docker's configuration.</summary>
    public string CredentialKey => IsDockerHub ? DockerHub : Registry!;

    /// <summary>The tag or digest for a request for the manifest. The digest comes first; without both it is <c>latest</c>.</summary>
    public string TagOrDigest => Digest ?? Tag ?? "latest";

    /// <summary>Whether the digest, if there is one, is a SHA-256 digest, which registries use.</summary>
    public bool HasSupportedDigest => Digest is null || Sha256Digest.Is(Digest);

    /// <summary>Whether the image is on Docker Hub.</summary>
    internal bool IsDockerHub => Registry is null or DockerHub or "index.docker.io" or DockerHubHost;

    /// <summary>The host that serves the registry.</summary>
    internal string Host => IsDockerHub ? DockerHubHost : Registry!;

    /// <summary>The name that a registry's host has in image names.</summary>
    internal static string NameOfHost(string host) => host == DockerHubHost ? DockerHub : host;

    /// <summary>The name of the repository in the registry. Official images of Docker Hub are in <c>library/</c>, which users leave out.</summary>
    internal string RepositoryOnHost => IsDockerHub && Repository.IndexOf('/') < 0 ? "library/" + Repository : Repository;

    /// <summary>The name with the parts that users leave out, without a digest: <c>web</c> is <c>docker.io/library/web:latest</c>.</summary>
    internal string Canonical => $"{(IsDockerHub ? DockerHub : Registry)}/{RepositoryOnHost}:{Tag ?? "latest"}";

    /// <summary>The name without tag and digest.</summary>
    public string Name => Registry is null ? Repository : Registry + "/" + Repository;

    /// <summary>Parses an image name; null if it is not one.</summary>
    /// <param name="text">The name.</param>
    public static Reference? TryParse(string text)
    {
        // If the first part has no dot and no colon and is not "localhost", it is not a host but part of the name on Docker Hub.
        var slash = text.IndexOf('/');
        var first = slash < 0 ? "" : text.Substring(0, slash);
        var hasHost = first.Any(c => c is '.' or ':') || first == "localhost" || first.Any(char.IsUpper);
        var match = Grammar.Match(hasHost ? text : "docker.io/" + text);
        if (!match.Success || match.Groups["repository"].Length > 255)
        {
            return null;
        }

        return new Reference(
            hasHost ? match.Groups["registry"].Value : null, match.Groups["repository"].Value, Said(match, "tag"), Said(match, "digest"));
    }

    /// <summary>Parses a new name for an image. It may have a tag but no digest.</summary>
    /// <param name="text">The name.</param>
    /// <exception cref="EcsToolsException">It is not such a name.</exception>
    public static Reference ParseTag(string text)
    {
        var parsed = TryParse(text);
        return parsed is { Digest: null } ? parsed : throw new EcsToolsException(
            ErrorCodes.ImageNameInvalid,
            $"'{text}' is not a valid name for an image.",
            "Write [host[:port]/]name[:tag]: the name in lower-case letters and digits, with . _ - or / between them; the "
                + "tag in at most 128 letters, digits and . _ -.",
            "Tag",
            text);
    }

    private static string? Said(Match match, string group) => match.Groups[group].Success ? match.Groups[group].Value : null;
}
