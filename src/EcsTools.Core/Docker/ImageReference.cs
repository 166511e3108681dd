using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Docker;

/// <summary>An image name in its parts.</summary>
/// <param name="Registry">Host and port, or null for Docker Hub.</param>
/// <param name="Repository">The rest of the name.</param>
/// <param name="Tag">The tag, or null.</param>
/// <param name="Digest">The digest with its algorithm, or null.</param>
internal sealed record ImageReference(string? Registry, string Repository, string? Tag, string? Digest)
{
    // The grammar of Docker's distribution/reference, without its canonical forms.
    private static readonly Regex Grammar = new(
        "^(?:(?<registry>(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?)/)?"
        + "(?<repository>[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*)"
        + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
        + "(?:@(?<digest>[A-Za-z][A-Za-z0-9+.-]*:[0-9a-fA-F]{32,}))?\\z",
        RegexOptions.CultureInvariant);

    /// <summary>The registry as credentials name it.</summary>
    public string CredentialKey => Registry ?? "docker.io";

    /// <summary>The name without tag and digest.</summary>
    public string Name => Registry is null ? Repository : Registry + "/" + Repository;

    /// <summary>Null for what is no image name.</summary>
    public static ImageReference? TryParse(string text)
    {
        // A first part without dot, colon or "localhost" is no host but part of the name on Docker Hub.
        var slash = text.IndexOf('/');
        var first = slash < 0 ? "" : text.Substring(0, slash);
        var hasHost = first.Any(c => c is '.' or ':') || first == "localhost" || first.Any(char.IsUpper);
        var match = Grammar.Match(hasHost ? text : "docker.io/" + text);
        if (!match.Success || match.Groups["repository"].Length > 255)
        {
            return null;
        }

        return new ImageReference(
            hasHost ? match.Groups["registry"].Value : null, match.Groups["repository"].Value, Said(match, "tag"), Said(match, "digest"));
    }

    /// <summary>Checks a name an image is to be given; the error names parameter, value and rule.</summary>
    public static ImageReference ParseTag(string text)
    {
        var parsed = TryParse(text);
        return parsed is { Digest: null } ? parsed : throw new EcsToolsException(
            "ImageNameInvalid",
            ErrorKind.InvalidArgument,
            $"'{text}' is not a name an image can be given.",
            "Write [host[:port]/]name[:tag]: the name in lower case letters, digits and . _ - / between them; the tag up to 128 letters, digits, and . _ -.",
            "Tag",
            text);
    }

    private static string? Said(Match match, string group) => match.Groups[group].Success ? match.Groups[group].Value : null;
}
