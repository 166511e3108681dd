using System;
using System.Collections.Generic;
using System.Text.RegularExpressions;
using EcsTools.Aws;

namespace EcsTools.Identity;

/// <summary>Applies IAM's rules for names, paths and tags before any call. Source: IAM API reference, CreateUser and CreateRole.</summary>
internal static class IamNameRules
{
    /// <summary>Maximum length of a user or role name: 64 characters.</summary>
    public const int MaximumName = 64;

    private const int MaximumTags = 50;

    /// <summary>Rejects an invalid user or role name.</summary>
    public static void CheckName(string name, string parameter, string what)
    {
        if (name.Length is 0 or > MaximumName || !Regex.IsMatch(name, "^[A-Za-z0-9_+=,.@-]+$", RegexOptions.CultureInvariant))
        {
            throw Invalid(
                ErrorCodes.InvalidIamName, $"'{name}' cannot be the name of {what}.",
                $"Use 1 to {MaximumName} letters, digits and + = , . @ _ -.", parameter, name);
        }
    }

    /// <summary>Rejects a path that does not begin and end with a slash.</summary>
    public static void CheckPath(string? path)
    {
        if (path is not null && (path.Length > 512 || !Regex.IsMatch(path, @"^/([!-~]+/)?$", RegexOptions.CultureInvariant)))
        {
            throw Invalid(
                ErrorCodes.InvalidIamPath, $"'{path}' cannot be an IAM path.",
                "Begin and end it with a slash, such as /deployers/.", "Path", path);
        }
    }

    /// <summary>Rejects an ARN that is not a policy's.</summary>
    public static void CheckPolicyArn(string? arn, string parameter)
    {
        if (arn is not null && !AwsPartition.IsPolicyArn(arn))
        {
            throw Invalid(
                ErrorCodes.InvalidPolicyArn, $"'{arn}' is not the ARN of an IAM policy.",
                "Give the whole ARN, such as arn:aws:iam::123456789012:policy/Boundary.", parameter, arn);
        }
    }

    /// <summary>Rejects tags that IAM would reject.</summary>
    public static void CheckTags(IReadOnlyDictionary<string, string> tags)
    {
        // Two tags are reserved for EcsTools itself.
        if (tags.Count > MaximumTags - 2)
        {
            throw Invalid(
                ErrorCodes.TooManyTags, $"There are {tags.Count} tags (-Tag), which are too many.", $"Give at most {MaximumTags - 2} tags.",
                "Tag", tags.Count);
        }

        foreach (var tag in tags)
        {
            var reason = tag.Key.Length is 0 or > 128 ? "its key must have 1 to 128 characters"
                : tag.Value.Length > 256 ? "its value must have at most 256 characters"
                : tag.Key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase) ? "keys that begin with aws: belong to AWS"
                : !Regex.IsMatch(tag.Key + tag.Value, @"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$", RegexOptions.CultureInvariant)
                    ? "only letters, digits, spaces and _ . : / = + - @ are allowed"
                : null;
            if (reason is not null)
            {
                throw Invalid(ErrorCodes.InvalidTag, $"'{tag.Key}={tag.Value}' cannot be a tag: {reason}.", "Change the tag's key or value.", "Tag", tag.Key);
            }
        }
    }

    private static EcsToolsException Invalid(ErrorCode code, string message, string remedy, string parameter, object target)
        => new(code, message, remedy, parameter, target);
}
