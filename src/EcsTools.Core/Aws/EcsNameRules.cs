using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Aws;

/// <summary>
/// Applies ECS's rules for names and tags before any call. Source: Amazon ECS API reference, CreateCluster, CreateService, Tag.
/// </summary>
internal static class EcsNameRules
{
    private static readonly Regex NameForm = new("^[A-Za-z0-9_-]{1,255}$", RegexOptions.CultureInvariant);

    private const int MaximumTags = 50;

    /// <summary>Checks the name of a cluster, service, task definition family or container, and returns it.</summary>
    public static string Name(string name, string parameter)
        => NameForm.IsMatch(name)
            ? name
            : throw new EcsToolsException(
                ErrorCode.InvalidValue(parameter),
                $"'{UntrustedText.Sanitize(name)}' cannot be the value of -{parameter}: it must have 1 to 255 letters, digits, hyphens and underscores.",
                $"Use -{parameter} {Suggestion(name)}.",
                parameter,
                name);

    /// <summary>The most similar name that is allowed: every other character becomes a hyphen.</summary>
    public static string Suggestion(string name)
    {
        var clean = Regex.Replace(name, "[^A-Za-z0-9_-]+", "-").Trim('-');
        return clean.Length == 0 ? "web" : clean.Substring(0, Math.Min(255, clean.Length));
    }

    /// <summary>Checks the tags of a resource.</summary>
    public static void Tags(IReadOnlyDictionary<string, string>? tags)
    {
        foreach (var tag in tags ?? new Dictionary<string, string>())
        {
            if (tag.Key.Length is 0 or > 128 || (tag.Value?.Length ?? 0) > 256
                || tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw new EcsToolsException(
                    ErrorCodes.InvalidTag,
                    $"-Tag {tag.Key}: AWS does not accept this tag.",
                    "Use a key of 1 to 128 characters that does not begin with 'aws:', and a value of at most 256.",
                    "Tag",
                    tag.Key);
            }
        }

        if (tags?.Count > MaximumTags)
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidTag, $"-Tag {tags.Count}: a resource can have at most {MaximumTags} tags.", "Leave some of them out.", "Tag", tags.Count);
        }
    }
}
