using System;
using Amazon;

namespace EcsTools.Aws;

/// <summary>The AWS partition of a region: the second part of every ARN.</summary>
internal static class AwsPartition
{
    /// <summary><c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c> and so on.</summary>
    public static string FromRegion(string region) => RegionEndpoint.GetBySystemName(region).PartitionName ?? "aws";

    /// <summary>ARN of an AWS managed policy.</summary>
    /// <param name="region">Region that decides the partition.</param>
    /// <param name="policy">Policy with its path, such as <c>service-role/AmazonECSTaskExecutionRolePolicy</c>.</param>
    public static string ManagedPolicyArn(string region, string policy) => $"arn:{FromRegion(region)}:iam::aws:policy/{policy}";

    /// <summary>The name at the end of the ARN of a policy, role or user.</summary>
    public static string NameIn(string arn) => arn.Substring(arn.LastIndexOf('/') + 1);

    /// <summary>Whether the text has the form of an ARN of an IAM policy.</summary>
    public static bool IsPolicyArn(string text)
        => text.Length is >= 20 and <= 2048
            && text.StartsWith("arn:", StringComparison.Ordinal)
            && text.IndexOf(":policy/", StringComparison.Ordinal) > 0;
}
