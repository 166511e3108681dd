using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Registry;

/// <summary>An image name, as in a task definition: <c>host/repository[:tag][@digest]</c>.</summary>
internal sealed record ImageReference(string? Host, string Repository, string? Tag, string? Digest)
{
    private static readonly Regex Form = new(
        "^(?<name>[^@]+?)(:(?<tag>[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}))?(@(?<digest>sha256:[a-f0-9]{64}))?$",
        RegexOptions.CultureInvariant);

    /// <summary>Parses a name; null if it is invalid. Without tag and digest, the tag is <c>latest</c>.</summary>
    public static ImageReference? Parse(string reference)
    {
        var match = Form.Match(reference);
        if (!match.Success)
        {
            return null;
        }

        var name = match.Groups["name"].Value;
        var tag = match.Groups["tag"].Success ? match.Groups["tag"].Value : null;
        var digest = match.Groups["digest"].Success ? match.Groups["digest"].Value : null;
        var slash = name.IndexOf('/');
        var first = slash < 0 ? "" : name.Substring(0, slash);

        // Like Docker, recognizes a host by a dot, a port, or the name "localhost".
        var hasHost = first == "localhost" || first.IndexOf('.') >= 0 || first.IndexOf(':') >= 0;
        var repository = hasHost ? name.Substring(slash + 1) : name;
        return repository.Length == 0 || repository.IndexOf(':') >= 0
            ? null
            : new ImageReference(hasHost ? first : null, repository, tag ?? (digest is null ? "latest" : null), digest);
    }
}
