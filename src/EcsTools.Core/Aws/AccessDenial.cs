using System;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Aws;

/// <summary>What AWS says when it refuses a call because a permission is missing.</summary>
/// <param name="Action">The missing permission, such as <c>logs:PutRetentionPolicy</c>; null if AWS does not name it.</param>
/// <param name="Resource">The resource it is missing for; null if AWS does not name it.</param>
/// <param name="Caller">ARN of the caller; null if AWS does not name it.</param>
public sealed record AccessDenial(string? Action, string? Resource, string? Caller)
{
    private static readonly string[] Codes =
        ["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "UnauthorizedAccess"];

    private static readonly Regex Sentence = new(
        @"(User: (?<who>\S+) )?is not authorized to perform: (?<action>[\w-]+:\w+)( on resource: (?<resource>\S+))?",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        TimeSpan.FromSeconds(1));

    /// <summary>Name of the IAM user that called; null if the caller is not a user or is not known.</summary>
    public string? UserName => Caller?.IndexOf(":user/", StringComparison.Ordinal) > 0 ? Caller.Substring(Caller.LastIndexOf('/') + 1) : null;

    /// <summary>The permission as text.</summary>
    public string Permission => Action is null ? "a permission that AWS does not name" : $"the permission {Action}";

    /// <summary>Reads a denial from an exception; null if the exception is about anything else.</summary>
    /// <param name="problem">The exception.</param>
    public static AccessDenial? Find(Exception problem)
        => problem is not EcsToolsException && AwsErrorInfo.TryRead(problem, out var error) ? From(error!) : null;

    /// <summary>Reads a denial from what AWS said; null if AWS refused the call for another reason.</summary>
    /// <param name="error">What AWS said.</param>
    public static AccessDenial? From(AwsErrorInfo error)
    {
        // ECS answers ClientException to a caller who may not do what ECS does for it in AWS Cloud Map. Only the text tells that from other faults.
        var match = Sentence.Match(error.Message ?? "");
        if (!Codes.Contains(error.ErrorCode, StringComparer.Ordinal) && !(error.ErrorCode == "ClientException" && match.Success))
        {
            return null;
        }

        string? Value(string group) => match.Groups[group].Success ? match.Groups[group].Value.TrimEnd('.', ',') : null;
        return new AccessDenial(Value("action"), Value("resource"), Value("who"));
    }
}
