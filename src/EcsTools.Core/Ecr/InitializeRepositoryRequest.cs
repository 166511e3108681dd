using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Ecr;

/// <summary>The requested settings of a repository. A null value is not changed; a new repository gets the default of ECR.</summary>
public sealed record InitializeRepositoryRequest
{
    // ECR limits: exclusion filters of a repository, and wildcards in each.
    private const int MostExclusions = 5;
    private const int MostWildcards = 2;

    /// <summary>Name of the repository in the registry.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>MUTABLE or IMMUTABLE.</summary>
    public string? ImageTagMutability { get; init; }

    /// <summary>Tag filters, with <c>*</c>, that are excluded from <see cref="ImageTagMutability"/>; at most five.</summary>
    public IReadOnlyList<string> TagExclusions { get; init; } = Array.Empty<string>();

    /// <summary>Whether ECR scans an image when it is pushed.</summary>
    public bool? ScanOnPush { get; init; }

    /// <summary>
    /// Id, alias or ARN of the KMS key that encrypts the repository. It only applies to a new repository: ECR cannot change it later.
    /// </summary>
    public string? KmsKey { get; init; }

    /// <summary>How many images a lifecycle policy keeps, newest first; 0 removes that rule.</summary>
    public int? KeepLast { get; init; }

    /// <summary>Age at which a lifecycle policy deletes images without a tag, in whole days; zero removes that rule.</summary>
    public TimeSpan? ExpireUntaggedAfter { get; init; }

    /// <summary>Accounts that may pull, twelve digits each; an empty list removes the statement.</summary>
    public IReadOnlyList<string>? PullAccounts { get; init; }

    /// <summary>Tags to set. Other existing tags stay.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>ECR's name for the mutability, with or without exclusions.</summary>
    internal string? Mutability => TagExclusions.Count == 0 ? ImageTagMutability : ImageTagMutability + "_WITH_EXCLUSION";

    internal int? ExpireUntaggedAfterDays => (int?)ExpireUntaggedAfter?.TotalDays;

    /// <summary>Throws for values that no repository can have, before any call.</summary>
    internal void Check()
    {
        EcrNames.CheckRepository(RepositoryName, takesTag: false);
        Require(
            TagExclusions.Count == 0 || ImageTagMutability is not null,
            ErrorCodes.ExclusionWithoutMutability, "-ExcludeTag has no effect without -ImageTagMutability.",
            "Add -ImageTagMutability IMMUTABLE, so that only the excluded tags can move.", "ExcludeTag", null);
        Require(
            TagExclusions.Count <= MostExclusions,
            ErrorCodes.InvalidExcludeTag, $"-ExcludeTag has {TagExclusions.Count} patterns, and ECR allows {MostExclusions}.",
            "Combine some of them with *, such as dev-*.", "ExcludeTag", TagExclusions.Count);
        foreach (var pattern in TagExclusions)
        {
            Require(
                pattern.Length is >= 1 and <= 128 && pattern.Count(letter => letter == '*') <= MostWildcards
                    && pattern.All(letter => letter is '.' or '_' or '*' or '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')),
                ErrorCodes.InvalidExcludeTag,
                $"'{pattern}' is not a pattern for tags: it must have 1 to 128 letters, digits, dots, dashes and underscores, with at most {MostWildcards} *.",
                "Use a pattern such as dev-*.", "ExcludeTag", pattern);
        }

        Require(
            KeepLast is null or >= 0, ErrorCodes.InvalidKeepLast, $"-KeepLast {KeepLast} is negative.",
            "Use 1 or more, or 0 to remove the rule.", "KeepLast", KeepLast);
        Require(
            ExpireUntaggedAfter is not { } age || (age >= TimeSpan.Zero && age.TotalDays == Math.Floor(age.TotalDays)),
            ErrorCodes.InvalidExpireUntaggedAfter, $"-ExpireUntaggedAfter {ExpireUntaggedAfter} is not a whole number of days, and ECR counts in days.",
            "Use a value such as 14d, or 0d to remove the rule.", "ExpireUntaggedAfter", ExpireUntaggedAfter);
        foreach (var account in PullAccounts ?? [])
        {
            Require(
                account.Length == 12 && account.All(digit => digit is >= '0' and <= '9'), ErrorCodes.InvalidPullAccount,
                $"'{account}' is not an AWS account id (-PullAccount).", "Give the twelve digits of each account that is allowed to pull.",
                    "PullAccount", account);
        }
    }

    private static void Require(bool holds, ErrorCode code, string message, string remedy, string parameter, object? value)
    {
        if (!holds)
        {
            throw new EcsToolsException(code, message, remedy, parameter, value);
        }
    }
}
