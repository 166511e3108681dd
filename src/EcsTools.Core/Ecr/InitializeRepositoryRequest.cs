using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Ecr;

/// <summary>What a repository should be like. A null member is left as it is, or as ECR makes it.</summary>
public sealed record InitializeRepositoryRequest
{
    // ECR limits: filters of a repository's exclusions, and wildcards of each.
    private const int MostExclusions = 5;
    private const int MostWildcards = 2;

    /// <summary>Its name within the registry.</summary>
    public required string RepositoryName { get; init; }

    /// <summary>MUTABLE or IMMUTABLE.</summary>
    public string? ImageTagMutability { get; init; }

    /// <summary>Tags, with <c>*</c>, that <see cref="ImageTagMutability"/> does not hold for; at most five.</summary>
    public IReadOnlyList<string> TagExclusions { get; init; } = Array.Empty<string>();

    /// <summary>Whether an image is scanned when pushed.</summary>
    public bool? ScanOnPush { get; init; }

    /// <summary>Key id, alias or ARN that encrypts it. Only when it is made: ECR cannot change it later.</summary>
    public string? KmsKey { get; init; }

    /// <summary>How many images a lifecycle policy keeps, counted by push; 0 takes that rule away.</summary>
    public int? KeepLast { get; init; }

    /// <summary>After how long a lifecycle policy lets images without a tag expire, in whole days; zero takes that rule away.</summary>
    public TimeSpan? ExpireUntaggedAfter { get; init; }

    /// <summary>Accounts that may pull, twelve digits each; none takes the statement away.</summary>
    public IReadOnlyList<string>? PullAccounts { get; init; }

    /// <summary>Tags to set. Others that are there stay.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The mutability as ECR calls it, with exclusions or without.</summary>
    internal string? Mutability => TagExclusions.Count == 0 ? ImageTagMutability : ImageTagMutability + "_WITH_EXCLUSION";

    internal int? ExpireUntaggedAfterDays => (int?)ExpireUntaggedAfter?.TotalDays;

    /// <summary>Throws for what no repository can be like, before anything is asked or made.</summary>
    internal void Check()
    {
        EcrNames.CheckRepository(RepositoryName);
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
                $"'{account}' is not an AWS account id (-PullAccount).", "Give the twelve digits of each account that is allowed to pull.", "PullAccount", account);
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
