using System.Text.RegularExpressions;

namespace EcsTools.Ecr;

/// <summary>
/// The rules for names in a registry. Source: the ECR API reference (CreateRepository) for repositories, the OCI distribution
/// specification for tags.
/// </summary>
internal static class EcrNames
{
    private static readonly Regex Repository = new(
        "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*$", RegexOptions.CultureInvariant);

    private static readonly Regex Tag = new("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$", RegexOptions.CultureInvariant);

    // ECR allows a dot in the first part, so not every name such as my.team/web is the name of an image in another registry.
    private static readonly Regex Host = new(
        "^([^/]*:[0-9]+|localhost|[0-9]+(\\.[0-9]+){3}|([A-Za-z0-9-]+\\.)+(io|com|net|org|dev|aws|cn|gov|edu))$", RegexOptions.CultureInvariant);

    /// <summary>Throws for an invalid repository name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="parameter">The parameter that has it.</param>
    /// <param name="takesTag">Whether the command has a parameter -Tag for the tags of an image.</param>
    public static void CheckRepository(string name, string parameter = "RepositoryName", bool takesTag = true)
    {
        if (Problem(name, parameter, takesTag) is { } problem)
        {
            throw problem;
        }
    }

    /// <summary>Whether ECR accepts the name in a call.</summary>
    public static bool IsRepository(string name) => name.Length is >= 2 and <= 256 && Repository.IsMatch(name);

    /// <summary>Why a name cannot be the name of a repository; null if it can.</summary>
    public static EcsToolsException? Problem(string name, string parameter = "RepositoryName", bool takesTag = false)
    {
        if (ImageName(name, parameter, takesTag) is { } image)
        {
            return image;
        }

        if (IsRepository(name))
        {
            return null;
        }

        var nearest = Regex.Replace(name.ToLowerInvariant(), "[^a-z0-9._/-]+", "-").Trim('-', '.', '_', '/');
        return new EcsToolsException(
            ErrorCodes.InvalidRepositoryName,
            $"'{name}' is not a repository name: it must have 2 to 256 lower-case letters and digits, in parts that are joined by . _ - or /.",
            nearest.Length >= 2 && nearest != name && Repository.IsMatch(nearest) ? $"Use '{nearest}'." : "Choose another name, such as 'team/web'.",
            parameter,
            name);
    }

    /// <summary>The error for the name of an image, with a registry before the repository or a tag or digest after it; null for other names.</summary>
    private static EcsToolsException? ImageName(string name, string parameter, bool takesTag)
    {
        var slash = name.IndexOf('/');
        var host = slash > 0 && Host.IsMatch(name.Substring(0, slash)) ? name.Substring(0, slash) : null;
        var rest = host is null ? name : name.Substring(slash + 1);
        var repository = rest.Split('@', ':')[0];
        if (!IsRepository(repository) || (host is null && repository == name))
        {
            return null;
        }

        var tag = takesTag && rest.IndexOf('@') < 0 && rest.Length > repository.Length + 1 ? $" -Tag {rest.Substring(repository.Length + 1)}" : "";
        return new EcsToolsException(
            ErrorCodes.InvalidRepositoryName,
            host is null
                ? $"'{name}' is the name of an image, not only of its repository."
                : $"'{name}' begins with '{host}', which is a registry. An ECR repository has only the name after it.",
            $"Use -{parameter} {repository}{tag}.",
            parameter,
            name);
    }

    /// <summary>Throws for an invalid tag.</summary>
    public static void CheckTag(string tag)
    {
        if (!Tag.IsMatch(tag))
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidImageTag,
                $"'{tag}' is not an image tag: it must have 1 to 128 letters, digits, dots, dashes and underscores, and must not begin with a dot or a dash.",
                "Choose another tag, such as '1.0.0'.",
                "Tag",
                tag);
        }
    }
}
