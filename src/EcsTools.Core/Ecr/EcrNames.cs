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

    /// <summary>Throws for an invalid repository name.</summary>
    public static void CheckRepository(string name, string parameter = "RepositoryName")
    {
        if (name.Length is >= 2 and <= 256 && Repository.IsMatch(name))
        {
            return;
        }

        var nearest = Regex.Replace(name.ToLowerInvariant(), "[^a-z0-9._/-]+", "-").Trim('-', '.', '_', '/');
        throw new EcsToolsException(
            ErrorCodes.InvalidRepositoryName,
            $"'{name}' is not a repository name: it must have 2 to 256 lower-case letters and digits, in parts that are joined by . _ - or /.",
            nearest.Length >= 2 && nearest != name && Repository.IsMatch(nearest) ? $"Use '{nearest}'." : "Choose another name, such as 'team/web'.",
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
