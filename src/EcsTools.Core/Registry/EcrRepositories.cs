using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR;
using Amazon.ECR.Model;
using EcsTools.Aws;
using EcsTools.Identity;
using EcsTools.Models;

namespace EcsTools.Registry;

/// <summary>Repositories of one account and region.</summary>
public sealed class EcrRepositories
{
    private readonly AwsConnection _connection;

    /// <summary>Works over a connection, which stays the caller's.</summary>
    /// <param name="connection">The account and region.</param>
    public EcrRepositories(AwsConnection connection)
    {
        _connection = connection;
    }

    /// <summary>What <see cref="InitializeAsync"/> would do, without doing it: a line a change, none where nothing differs.</summary>
    /// <param name="request">The repository wanted.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="EcsToolsException">The name is no repository's, or the repository is encrypted otherwise than asked.</exception>
    public async Task<IReadOnlyList<string>> PlanAsync(InitializeRepositoryRequest request, CancellationToken cancellationToken)
    {
        EcrNames.CheckRepository(request.RepositoryName);
        var found = await FindAsync(request.RepositoryName, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            return new[] { $"create the repository {request.RepositoryName}" };
        }

        var changes = await DifferencesAsync(found, request, cancellationToken).ConfigureAwait(false);
        return changes.Select(change => change.Text).ToArray();
    }

    /// <summary>Makes a repository, or changes what differs of the one that is there.</summary>
    /// <param name="request">The repository wanted.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="EcsToolsException">The name is no repository's, or the repository is encrypted otherwise than asked.</exception>
    public async Task<EcrRepository> InitializeAsync(InitializeRepositoryRequest request, CancellationToken cancellationToken)
    {
        EcrNames.CheckRepository(request.RepositoryName);
        var found = await FindAsync(request.RepositoryName, cancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            try
            {
                var created = await _connection.Ecr.CreateRepositoryAsync(CreateRequest(request), cancellationToken).ConfigureAwait(false);
                return ToModel(created.Repository, ChangeStatus.Created);
            }
            catch (RepositoryAlreadyExistsException)
            {
                // Somebody made it between the look and the call: it is then changed like any other.
                found = await FindAsync(request.RepositoryName, cancellationToken).ConfigureAwait(false)
                    ?? throw NotFound(request.RepositoryName);
            }
        }

        var changes = await DifferencesAsync(found, request, cancellationToken).ConfigureAwait(false);
        foreach (var change in changes)
        {
            await change.Apply().ConfigureAwait(false);
        }

        var now = changes.Count == 0 ? found : await FindAsync(request.RepositoryName, cancellationToken).ConfigureAwait(false) ?? found;
        return ToModel(now, changes.Count == 0 ? ChangeStatus.Unchanged : ChangeStatus.Updated);
    }

    /// <summary>
    /// A repository as it is; made with ECR's defaults where it is missing. Nothing of one that is there is changed. A caller who may push and not
    /// look (the tutorial's policies allow only that) gets the repository by its name: where it is missing, the registry says so.
    /// </summary>
    internal async Task<EcrRepository> EnsureAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await InitializeAsync(new InitializeRepositoryRequest { RepositoryName = name }, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonECRException e) when (e.ErrorCode == "AccessDeniedException")
        {
            var token = await EcrAuthorization.GetAsync(_connection, renew: false, cancellationToken).ConfigureAwait(false);
            var account = await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
            return new EcrRepository
            {
                RepositoryName = name,
                RepositoryUri = $"{token.Host}/{name}",
                RepositoryArn = $"arn:{AwsPartition.Of(_connection.Region)}:ecr:{_connection.Region}:{account}:repository/{name}",
                AccountId = account,
                Region = _connection.Region,
                Change = ChangeStatus.Unchanged,
            };
        }
    }

    /// <summary>What <see cref="EnsureAsync"/> would do, a line each.</summary>
    internal async Task<IReadOnlyList<string>> PlanEnsureAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await PlanAsync(new InitializeRepositoryRequest { RepositoryName = name }, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonECRException e) when (e.ErrorCode == "AccessDeniedException")
        {
            return Array.Empty<string>();
        }
    }

    /// <summary>Names of every repository, for completion.</summary>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        string? token = null;
        do
        {
            var page = await _connection.Ecr.DescribeRepositoriesAsync(
                new DescribeRepositoriesRequest { MaxResults = 1000, NextToken = token }, cancellationToken).ConfigureAwait(false);
            names.AddRange((page.Repositories ?? new List<Repository>()).Select(r => r.RepositoryName));
            token = page.NextToken;
        }
        while (!string.IsNullOrEmpty(token));
        return names;
    }

    private static CreateRepositoryRequest CreateRequest(InitializeRepositoryRequest request)
        => new()
        {
            RepositoryName = request.RepositoryName,
            ImageTagMutability = request.ImageTagMutability is null ? null : new Amazon.ECR.ImageTagMutability(request.ImageTagMutability),
            ImageScanningConfiguration = request.ScanOnPush is null ? null : new ImageScanningConfiguration { ScanOnPush = request.ScanOnPush },
            EncryptionConfiguration = request.KmsKey is null
                ? null
                : new EncryptionConfiguration { EncryptionType = Amazon.ECR.EncryptionType.KMS, KmsKey = request.KmsKey },
            Tags = request.Tags?.Select(tag => new Tag { Key = tag.Key, Value = tag.Value }).ToList(),
        };

    private static EcsToolsException NotFound(string name)
        => new("RepositoryNotFound", ErrorKind.NotFound, $"There is no repository '{name}'.", $"Create it: Initialize-EcrRepository {name}", "RepositoryName", name);

    private async Task<Repository?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _connection.Ecr.DescribeRepositoriesAsync(
                new DescribeRepositoriesRequest { RepositoryNames = new List<string> { name } }, cancellationToken).ConfigureAwait(false);
            return answer.Repositories?.FirstOrDefault();
        }
        catch (RepositoryNotFoundException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<(string Text, Func<Task> Apply)>> DifferencesAsync(
        Repository found, InitializeRepositoryRequest request, CancellationToken cancellationToken)
    {
        RefuseOtherEncryption(found, request);
        var changes = new List<(string, Func<Task>)>();
        var mutability = request.ImageTagMutability;
        if (mutability is not null && !string.Equals(found.ImageTagMutability?.Value, mutability, StringComparison.OrdinalIgnoreCase))
        {
            changes.Add(($"tag mutability: {found.ImageTagMutability} → {mutability}", () => _connection.Ecr.PutImageTagMutabilityAsync(
                new PutImageTagMutabilityRequest { RepositoryName = found.RepositoryName, ImageTagMutability = mutability }, cancellationToken)));
        }

        var scans = found.ImageScanningConfiguration?.ScanOnPush ?? false;
        if (request.ScanOnPush is { } scan && scan != scans)
        {
            changes.Add(($"scan on push: {scans} → {scan}", () => _connection.Ecr.PutImageScanningConfigurationAsync(
                new PutImageScanningConfigurationRequest
                {
                    RepositoryName = found.RepositoryName,
                    ImageScanningConfiguration = new ImageScanningConfiguration { ScanOnPush = scan },
                },
                cancellationToken)));
        }

        var missing = await MissingTagsAsync(found, request.Tags, cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
        {
            changes.Add(($"tags: {string.Join(", ", missing.Select(t => $"{t.Key}={t.Value}"))}", () => _connection.Ecr.TagResourceAsync(
                new TagResourceRequest { ResourceArn = found.RepositoryArn, Tags = missing }, cancellationToken)));
        }

        return changes;
    }

    private static void RefuseOtherEncryption(Repository found, InitializeRepositoryRequest request)
    {
        var key = found.EncryptionConfiguration?.KmsKey;
        if (request.KmsKey is null || (key is not null && (key == request.KmsKey || key.EndsWith("/" + request.KmsKey, StringComparison.Ordinal))))
        {
            return;
        }

        throw new EcsToolsException(
            "RepositoryEncryptionFixed",
            ErrorKind.Conflict,
            $"The repository '{found.RepositoryName}' is encrypted with {key ?? found.EncryptionConfiguration?.EncryptionType?.Value ?? "AES256"}, and ECR cannot change that.",
            "Leave -KmsKey out, or make another repository with it and copy the images.",
            "KmsKey",
            request.KmsKey);
    }

    private async Task<List<Tag>> MissingTagsAsync(Repository found, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken)
    {
        if (tags is null || tags.Count == 0)
        {
            return new List<Tag>();
        }

        var answer = await _connection.Ecr.ListTagsForResourceAsync(
            new ListTagsForResourceRequest { ResourceArn = found.RepositoryArn }, cancellationToken).ConfigureAwait(false);
        var present = (answer.Tags ?? new List<Tag>()).ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
        return tags
            .Where(tag => !present.TryGetValue(tag.Key, out var value) || value != tag.Value)
            .Select(tag => new Tag { Key = tag.Key, Value = tag.Value })
            .ToList();
    }

    private EcrRepository ToModel(Repository repository, ChangeStatus change)
        => new()
        {
            RepositoryName = repository.RepositoryName,
            RepositoryUri = repository.RepositoryUri,
            RepositoryArn = repository.RepositoryArn,
            AccountId = repository.RegistryId,
            Region = _connection.Region,
            ImageTagMutability = repository.ImageTagMutability?.Value,
            ScanOnPush = repository.ImageScanningConfiguration?.ScanOnPush ?? false,
            EncryptionType = repository.EncryptionConfiguration?.EncryptionType?.Value,
            KmsKey = repository.EncryptionConfiguration?.KmsKey,
            CreatedAt = repository.CreatedAt is { } created ? new DateTimeOffset(created.ToUniversalTime()) : null,
            Change = change,
        };
}
