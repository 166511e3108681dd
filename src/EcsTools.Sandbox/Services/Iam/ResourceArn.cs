using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Services.Iam;

/// <summary>The resources that a policy may name, and what IAM says of others.</summary>
internal static class ResourceArn
{
    private static readonly HashSet<string> Partitions = new(StringComparer.Ordinal)
    {
        "*", "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc",
    };

    private static readonly string[] IamPaths =
    [
        "user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/", "sms-mfa/", "saml-provider/",
        "oidc-provider/", "report/", "access-report/",
    ];

    /// <summary>What is wrong with a resource, in the words of IAM; null if nothing is.</summary>
    public static string? Problem(string resource)
    {
        if (resource == "*")
        {
            return null;
        }

        var parts = resource.Split([':'], 6);
        if (parts.Length == 1)
        {
            return $"Resource {resource} must be in ARN format or \"*\".";
        }

        string Part(int index) => index < parts.Length ? parts[index] : "*";
        if (!Partitions.Contains(parts[1]))
        {
            return $"Partition \"{parts[1]}\" is not valid for resource \"arn:{parts[1]}:{Part(2)}:{Part(3)}:{Part(4)}:{Part(5)}\".";
        }

        if (parts.Length == 2)
        {
            return "Resource vendor must be fully qualified and cannot contain regexes.";
        }

        var (region, name) = (parts.Length > 3 ? parts[3] : "", parts.Length > 5 ? parts[5] : "");
        return parts[2] switch
        {
            "iam" when region.Length > 0 => $"IAM resource {resource} cannot contain region information.",
            "iam" when name != "*" && name != "root" && !IamPaths.Any(path => name.StartsWith(path, StringComparison.Ordinal))
                => $"IAM resource path must either be \"*\" or start with {string.Join(", ", IamPaths)}.",
            "s3" when region.Length > 0 && !name.StartsWith("accesspoint/", StringComparison.Ordinal)
                => $"Resource {resource} can not contain region information.",
            _ => null,
        };
    }

    /// <summary>Whether the older parser of IAM reads a resource in which <see cref="Problem"/> finds nothing.</summary>
    public static bool IsReadable(string resource)
        => resource == "*"
            || ((resource.Split(':').Length >= 6 || resource.IndexOf("::", StringComparison.Ordinal) < 0) && resource.Split(':').ElementAtOrDefault(2) != "");
}
