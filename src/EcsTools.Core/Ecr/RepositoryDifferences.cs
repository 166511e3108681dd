using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR;
using Amazon.ECR.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>Compares a repository with the request. Values that were not given are ignored.</summary>
internal sealed class RepositoryDifferences(AwsConnection connection, InitializeRepositoryRequest request)
{
    private readonly List<RepositoryChange> _changes = [];

    /// <summary>What differs, each with the call that changes it.</summary>
    /// <exception cref="EcsToolsException">The repository is encrypted differently than requested.</exception>
    public async Task<IReadOnlyList<RepositoryChange>> FindAsync(Repository found, CancellationToken cancellationToken)
    {
        RefuseOtherEncryption(found);
        CompareMutability(found, cancellationToken);
        CompareScanning(found, cancellationToken);
        await CompareLifecycleAsync(found, cancellationToken).ConfigureAwait(false);
        await CompareAccountsAsync(found, cancellationToken).ConfigureAwait(false);
        await CompareTagsAsync(found, cancellationToken).ConfigureAwait(false);
        return _changes;
    }

    /// <summary>The settings of a new repository.</summary>
    public IEnumerable<FieldChange> OfNew()
    {
        if (request.KmsKey is { } key)
        {
            yield return new FieldChange("encryption", null, $"KMS, {key}");
        }

        if (request.Mutability is { } mutability)
        {
            yield return new FieldChange("tag mutability", null, Describe(mutability, request.TagExclusions));
        }

        if (request.ScanOnPush is { } scan)
        {
            yield return new FieldChange("scan on push", null, Word(scan));
        }

        var lifecycle = RepositoryLifecycle.Read(null, request.RepositoryName).With(request.KeepLast, request.ExpireUntaggedAfterDays);
        if (lifecycle.ToText() is not null)
        {
            yield return new FieldChange("lifecycle policy", null, lifecycle.ToString());
        }

        if (request.PullAccounts is { Count: > 0 } accounts)
        {
            yield return new FieldChange("accounts that may pull", null, string.Join(", ", accounts));
        }

        foreach (var tag in (request.Tags ?? new Dictionary<string, string>()).OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            yield return new FieldChange($"tag {tag.Key}", null, tag.Value);
        }
    }

    public static List<ImageTagMutabilityExclusionFilter>? Exclusions(InitializeRepositoryRequest request)
        => request.TagExclusions.Count == 0
            ? null
            : request.TagExclusions.Select(filter => new ImageTagMutabilityExclusionFilter
            {
                FilterType = ImageTagMutabilityExclusionFilterType.WILDCARD,
                Filter = filter,
            }).ToList();

    private void CompareMutability(Repository found, CancellationToken cancellationToken)
    {
        if (request.Mutability is not { } wanted)
        {
            return;
        }

        var filters = (found.ImageTagMutabilityExclusionFilters ?? []).Select(filter => filter.Filter);
        var now = Describe(found.ImageTagMutability?.Value ?? "MUTABLE", filters);
        Compare("tag mutability", now, Describe(wanted, request.TagExclusions), () => connection.Ecr.PutImageTagMutabilityAsync(
            new PutImageTagMutabilityRequest
            {
                RepositoryName = found.RepositoryName,
                ImageTagMutability = wanted,
                ImageTagMutabilityExclusionFilters = Exclusions(request),
            },
            cancellationToken));
    }

    private static string Describe(string mutability, IEnumerable<string> exclusions)
    {
        var plain = mutability.Replace("_WITH_EXCLUSION", "").ToUpperInvariant();
        var filters = string.Join(", ", exclusions.OrderBy(filter => filter, StringComparer.Ordinal));
        return filters.Length == 0 ? plain : $"{plain} but for {filters}";
    }

    private void CompareScanning(Repository found, CancellationToken cancellationToken)
    {
        if (request.ScanOnPush is { } scan)
        {
            var now = Word(found.ImageScanningConfiguration?.ScanOnPush ?? false);
            Compare("scan on push", now, Word(scan), () => connection.Ecr.PutImageScanningConfigurationAsync(
                new PutImageScanningConfigurationRequest
                {
                    RepositoryName = found.RepositoryName,
                    ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = scan },
                },
                cancellationToken));
        }
    }

    private async Task CompareLifecycleAsync(Repository found, CancellationToken cancellationToken)
    {
        if (request.KeepLast is null && request.ExpireUntaggedAfter is null)
        {
            return;
        }

        var name = found.RepositoryName;
        var now = RepositoryLifecycle.Read(await LifecycleAsync(name, cancellationToken).ConfigureAwait(false), name);
        var wanted = now.With(request.KeepLast, request.ExpireUntaggedAfterDays);
        Compare("lifecycle policy", now.ToString(), wanted.ToString(), () => wanted.ToText() is { } text
            ? connection.Ecr.PutLifecyclePolicyAsync(
                new PutLifecyclePolicyRequest { RepositoryName = name, LifecyclePolicyText = text }, cancellationToken)
            : connection.Ecr.DeleteLifecyclePolicyAsync(new DeleteLifecyclePolicyRequest { RepositoryName = name }, cancellationToken));
    }

    private async Task<string?> LifecycleAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.Ecr.GetLifecyclePolicyAsync(new GetLifecyclePolicyRequest { RepositoryName = name }, cancellationToken)
                .ConfigureAwait(false);
            return answer.LifecyclePolicyText;
        }
        catch (LifecyclePolicyNotFoundException)
        {
            return null;
        }
    }

    private async Task CompareAccountsAsync(Repository found, CancellationToken cancellationToken)
    {
        if (request.PullAccounts is not { } accounts)
        {
            return;
        }

        var name = found.RepositoryName;
        var policy = RepositoryPullPolicy.Read(await PolicyAsync(name, cancellationToken).ConfigureAwait(false), name);
        var wanted = accounts.Distinct(StringComparer.Ordinal).OrderBy(account => account, StringComparer.Ordinal).ToList();
        var text = policy.With(wanted, AwsPartition.FromRegion(connection.Region));
        Compare("accounts that may pull", List(policy.Accounts), List(wanted), () => text is not null
            ? connection.Ecr.SetRepositoryPolicyAsync(new SetRepositoryPolicyRequest { RepositoryName = name, PolicyText = text }, cancellationToken)
            : connection.Ecr.DeleteRepositoryPolicyAsync(new DeleteRepositoryPolicyRequest { RepositoryName = name }, cancellationToken));
    }

    private async Task<string?> PolicyAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await connection.Ecr.GetRepositoryPolicyAsync(new GetRepositoryPolicyRequest { RepositoryName = name }, cancellationToken)
                .ConfigureAwait(false);
            return answer.PolicyText;
        }
        catch (RepositoryPolicyNotFoundException)
        {
            return null;
        }
    }

    private async Task CompareTagsAsync(Repository found, CancellationToken cancellationToken)
    {
        if (request.Tags is not { Count: > 0 } tags)
        {
            return;
        }

        var answer = await connection.Ecr.ListTagsForResourceAsync(
            new ListTagsForResourceRequest { ResourceArn = found.RepositoryArn }, cancellationToken).ConfigureAwait(false);
        var present = (answer.Tags ?? []).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        foreach (var tag in tags.OrderBy(tag => tag.Key, StringComparer.Ordinal))
        {
            Compare($"tag {tag.Key}", present.TryGetValue(tag.Key, out var value) ? value : null, tag.Value, () => connection.Ecr.TagResourceAsync(
                new TagResourceRequest { ResourceArn = found.RepositoryArn, Tags = [new Tag { Key = tag.Key, Value = tag.Value }] },
                cancellationToken));
        }
    }

    private void Compare(string field, string? now, string? wanted, Func<Task> apply)
    {
        if (now != wanted)
        {
            _changes.Add(new RepositoryChange(new FieldChange(field, now, wanted), apply));
        }
    }

    private void RefuseOtherEncryption(Repository found)
    {
        var key = found.EncryptionConfiguration?.KmsKey;

        // ECR returns the key behind an alias, so which alias it was is not known here.
        if (request.KmsKey is not { } wanted || (key is not null && (key == wanted || key.EndsWith("/" + wanted, StringComparison.Ordinal)
            || (wanted.Contains("alias/") && key.Contains(":key/")))))
        {
            return;
        }

        throw new EcsToolsException(
            ErrorCodes.RepositoryEncryptionFixed,
            $"The repository '{found.RepositoryName}' is encrypted with {key ?? found.EncryptionConfiguration?.EncryptionType?.Value ?? "AES256"}, "
                + "and ECR cannot change that.",
            "Leave out -KmsKey, or create another repository with it and copy the images with Copy-EcrImage.",
            "KmsKey",
            request.KmsKey);
    }

    private static string List(IReadOnlyList<string> accounts) => accounts.Count == 0 ? "none" : string.Join(", ", accounts);

    private static string Word(bool on) => on ? "on" : "off";
}

/// <summary>One way in which a repository differs from the request.</summary>
/// <param name="Difference">The current value and the requested one.</param>
/// <param name="Apply">Makes the change.</param>
internal sealed record RepositoryChange(FieldChange Difference, Func<Task> Apply);
