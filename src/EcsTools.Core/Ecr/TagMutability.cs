using System;
using System.Linq;
using System.Text.RegularExpressions;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>
/// Which tags of a repository cannot be moved to another image. Source: the ECR user guide, "Image tag mutability exclusion filters".
/// </summary>
internal static class TagMutability
{
    /// <summary>Whether a tag of the repository is immutable.</summary>
    public static Func<string, bool> Of(EcrRepository repository)
    {
        bool IsExcluded(string tag) => repository.TagExclusions.Any(filter => IsMatch(filter, tag));
        return repository.ImageTagMutability switch
        {
            "IMMUTABLE" => _ => true,
            "IMMUTABLE_WITH_EXCLUSION" => tag => !IsExcluded(tag),
            "MUTABLE_WITH_EXCLUSION" => IsExcluded,
            _ => _ => false,
        };
    }

    private static bool IsMatch(string filter, string tag)
        => Regex.IsMatch(tag, "^" + Regex.Escape(filter).Replace("\\*", ".*") + "$", RegexOptions.CultureInvariant);
}
