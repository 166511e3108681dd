using System;
using EcsTools.Models;

namespace EcsTools.TaskDefinitions;

/// <summary>Reads from an image name what a task needs to know.</summary>
internal static class TaskImageName
{
    /// <summary>The repository in <c>host:port/team/web:tag@digest</c>: <c>team/web</c>.</summary>
    public static string Repository(string image)
    {
        var name = image.Trim();
        var digest = name.IndexOf('@');
        name = digest >= 0 ? name.Substring(0, digest) : name;
        var tag = name.LastIndexOf(':');
        name = tag > name.LastIndexOf('/') ? name.Substring(0, tag) : name;
        var slash = name.IndexOf('/');
        return slash > 0 && LooksLikeHost(name.Substring(0, slash)) ? name.Substring(slash + 1) : name;
    }

    /// <summary>Whether it can be an image name: not empty and without blanks.</summary>
    public static string Check(string image)
        => image.Trim().Length > 0 && image.Trim().IndexOfAny([' ', '\t', '\n']) < 0 && Repository(image).Length > 0
            ? image.Trim()
            : throw new EcsToolsException(
                ErrorCodes.InvalidImageUri,
                $"'{image}' is not an image.",
                "Give the repository and tag with the registry in front, such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1.0.0; "
                    + "Push-EcrImage emits it as ImageUri.",
                "ImageUri",
                image);

    private static bool LooksLikeHost(string text)
        => text.IndexOfAny(['.', ':']) >= 0 || text.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
