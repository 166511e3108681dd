using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>The ECR repositories of one account and region.</summary>
public sealed class EcrRepositories
{
    private readonly AwsConnection _connection;

    /// <summary>Works over a connection that the caller keeps and disposes.</summary>
    /// <param name="connection">The account and region.</param>
    public EcrRepositories(AwsConnection connection)
    {
        _connection = connection;
    }

    /// <summary>What <see cref="InitializeAsync"/> would do, without doing it.</summary>
    /// <param name="request">The requested repository.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The request is invalid, or the repository is encrypted differently than requested.</exception>
    public async Task<RepositoryPlan> PlanAsync(InitializeRepositoryRequest request, CancellationToken cancellationToken)
    {
        request.Check();
        var found = await _connection.UnlessDeniedAsync(
            () => FindAsync(request.RepositoryName, cancellationToken),
            null,
            $"The repository '{request.RepositoryName}' was not looked up, so this plan takes it for new").ConfigureAwait(false);
        var differences = new RepositoryDifferences(_connection, request);
        return found is null
            ? new RepositoryPlan(request, null, differences.OfNew().ToList())
            : new RepositoryPlan(
                request,
                ToModel(found, ChangeStatus.Unchanged),
                (await differences.FindAsync(found, cancellationToken).ConfigureAwait(false)).Select(change => change.Difference).ToList());
    }

    /// <summary>Creates a repository, or changes what differs in an existing one.</summary>
    /// <param name="request">The requested repository.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The request is invalid, or the repository is encrypted differently than requested.</exception>
    public Task<EcrRepository> InitializeAsync(InitializeRepositoryRequest request, CancellationToken cancellationToken)
        => CreateOrChangeAsync(request, null, cancellationToken);

    private async Task<EcrRepository> CreateOrChangeAsync(InitializeRepositoryRequest request, Action<bool>? creates, CancellationToken cancellationToken)
    {
        request.Check();
        var found = await _connection.UnlessDeniedAsync(() => FindAsync(request.RepositoryName, cancellationToken), null, leftOut: null)
            .ConfigureAwait(false);
        var created = found is null ? await CreateAsync(request, creates, cancellationToken).ConfigureAwait(false) : null;

        // Someone may have created it since it was looked up. Then change it like any other.
        found ??= created ?? await FindAsync(request.RepositoryName, cancellationToken).ConfigureAwait(false)
            ?? throw NotFound(request.RepositoryName);
        var changes = await new RepositoryDifferences(_connection, request).FindAsync(found, cancellationToken).ConfigureAwait(false);
        foreach (var change in changes)
        {
            await change.Apply().ConfigureAwait(false);
        }

        var now = changes.Count == 0
            ? found
            : await _connection.UnlessDeniedAsync(() => FindAsync(request.RepositoryName, cancellationToken), null, leftOut: null).ConfigureAwait(false)
                ?? found;
        return ToModel(now, created is not null ? ChangeStatus.Created : changes.Count == 0 ? ChangeStatus.Unchanged : ChangeStatus.Updated) with
        {
            Differences = changes.Select(change => change.Difference).ToList(),
        };
    }

    /// <summary>
    /// Returns a repository without changing it. If it does not exist, it is created with ECR's defaults, unless the account has a template
    /// for repositories that a push creates: then ECR creates it. A caller who may push but not look (the tutorial's policies allow only
    /// that) gets the repository by its name. If it does not exist, the error names the permission to create it.
    /// </summary>
    /// <param name="name">Name of the repository.</param>
    /// <param name="creates">
    /// Called with true before the repository is created, here or by the push, and with false if ECR has refused to create it.
    /// </param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    internal Task<EcrRepository> EnsureAsync(string name, Action<bool> creates, CancellationToken cancellationToken) => _connection.OrIfDeniedAsync(
        async () =>
        {
            EcrNames.CheckRepository(name);
            if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return ToModel(found, ChangeStatus.Unchanged);
            }

            if (await FindTemplateAsync(name, cancellationToken).ConfigureAwait(false) is null)
            {
                return await CreateOrChangeAsync(new InitializeRepositoryRequest { RepositoryName = name }, creates, cancellationToken).ConfigureAwait(false);
            }

            creates(true);
            return await ByNameAsync(name, ChangeStatus.Created, cancellationToken).ConfigureAwait(false);
        },
        async () => await MayExistAsync(name, cancellationToken).ConfigureAwait(false)
            ? await ByNameAsync(name, ChangeStatus.Unchanged, cancellationToken).ConfigureAwait(false)
            : await CreateOrChangeAsync(new InitializeRepositoryRequest { RepositoryName = name }, creates, cancellationToken).ConfigureAwait(false),
        leftOut: null);

    /// <summary>What <see cref="EnsureAsync"/> would do, and the repository if it exists or cannot be looked up.</summary>
    internal Task<(EcrRepository? Found, IReadOnlyList<EcsPlanStep> Steps)> PlanEnsureAsync(string name, CancellationToken cancellationToken)
        => _connection.OrIfDeniedAsync<(EcrRepository? Found, IReadOnlyList<EcsPlanStep> Steps)>(
        async () =>
        {
            EcrNames.CheckRepository(name);
            if (await FindAsync(name, cancellationToken).ConfigureAwait(false) is { } found)
            {
                return (ToModel(found, ChangeStatus.Unchanged), []);
            }

            var template = await FindTemplateAsync(name, cancellationToken).ConfigureAwait(false);
            return (null, [Creation(name, template is null ? "" : $" by the account's template for {template}")]);
        },
        async () => await MayExistAsync(name, cancellationToken).ConfigureAwait(false)
            ? (await ByNameAsync(name, ChangeStatus.Unchanged, cancellationToken).ConfigureAwait(false), [])
            : (null, [Creation(name, "")]),
        leftOut: null);

    private static EcsPlanStep Creation(string name, string how)
        => EcsPlanStep.Of(EcsPlanAction.Create, "Repository", name, $"create the repository {name}{how}");

    /// <summary>Whether a repository that the caller may not look up exists, as far as a call that the tutorial's policies allow can tell.</summary>
    private async Task<bool> MayExistAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DescribeImagesRequest { RepositoryName = name, MaxResults = 1 };
            await _connection.UnlessDeniedAsync(() => _connection.Ecr.DescribeImagesAsync(request, cancellationToken), leftOut: null).ConfigureAwait(false);
            return true;
        }
        catch (RepositoryNotFoundException)
        {
            return false;
        }
    }

    private async Task<EcrRepository> ByNameAsync(string name, string change, CancellationToken cancellationToken)
    {
        var token = await EcrAuthorization.GetAsync(_connection, renew: false, cancellationToken).ConfigureAwait(false);
        var account = EcrRegistryHost.TryParse(token.Host)?.AccountId ?? await _connection.GetAccountIdAsync(cancellationToken).ConfigureAwait(false);
        return new EcrRepository
        {
            RepositoryName = name,
            RepositoryUri = $"{token.Host}/{name}",
            RepositoryArn = $"arn:{AwsPartition.FromRegion(_connection.Region)}:ecr:{_connection.Region}:{account}:repository/{name}",
            AccountId = account,
            Region = _connection.Region,
            Change = change,
        };
    }

    /// <summary>
    /// Prefix of the template that ECR uses to create a repository on a push; null if there is none. The longest prefix wins, and ROOT
    /// applies if no other does. Source: the ECR user guide, "Repository creation templates".
    /// </summary>
    private async Task<string?> FindTemplateAsync(string name, CancellationToken cancellationToken)
    {
        var templates = new List<RepositoryCreationTemplate>();
        var request = new DescribeRepositoryCreationTemplatesRequest { MaxResults = 100 };
        try
        {
            do
            {
                var page = await _connection.Ecr.DescribeRepositoryCreationTemplatesAsync(request, cancellationToken).ConfigureAwait(false);
                templates.AddRange(page.RepositoryCreationTemplates ?? []);
                request.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
        }
        catch (AmazonServiceException)
        {
            // A caller who may create repositories may not be allowed to read templates, and an emulator may not have them.
            return null;
        }

        var fitting = templates
            .Where(template => template.Prefix == "ROOT" || name.StartsWith(template.Prefix.TrimEnd('/') + "/", StringComparison.Ordinal))
            .OrderByDescending(template => template.Prefix == "ROOT" ? 0 : template.Prefix.Length).FirstOrDefault();
        return fitting?.AppliedFor?.Contains("CREATE_ON_PUSH") == true ? fitting.Prefix : null;
    }

    /// <summary>Finds repositories by their names, page by page.</summary>
    /// <param name="names">Names, with wildcards; null or empty for all.</param>
    /// <param name="missing">Called with each name without wildcards that matches nothing.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    internal async IAsyncEnumerable<EcrRepository> FindAsync(
        IReadOnlyList<string>? names, Action<EcsToolsException> missing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in (names ?? []).Where(name => !NamePattern.HasWildcard(name)))
        {
            if (!EcrNames.IsRepository(name) || await ByNameIfDeniedAsync(name, cancellationToken).ConfigureAwait(false) is not { } named)
            {
                missing(EcrNames.Problem(name) ?? await MissingAsync(name, cancellationToken).ConfigureAwait(false));
            }
            else if (seen.Add(name))
            {
                yield return named;
            }
        }

        var patterns = names is { Count: > 0 }
            ? names.Where(NamePattern.HasWildcard).Select(name => new NamePattern(name)).ToList()
            : NamePattern.ParseAll(null);
        if (patterns.Count == 0)
        {
            yield break;
        }

        await foreach (var repository in AllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (patterns.Any(pattern => pattern.Matches(repository.RepositoryName)) && seen.Add(repository.RepositoryName))
            {
                yield return ToModel(repository, ChangeStatus.Unchanged);
            }
        }
    }

    /// <summary>
    /// The repository with this name; null if it does not exist. A caller who may not look up repositories may be allowed to list the images
    /// of one.
    /// </summary>
    private Task<EcrRepository?> ByNameIfDeniedAsync(string name, CancellationToken cancellationToken) => _connection.OrIfDeniedAsync(
        async () => await FindAsync(name, cancellationToken).ConfigureAwait(false) is { } found ? ToModel(found, ChangeStatus.Unchanged) : null,
        async () => (EcrRepository?)await ByNameAsync(name, ChangeStatus.Unchanged, cancellationToken).ConfigureAwait(false),
        $"The settings of the repository '{name}' are left out");

    /// <summary>Names of all repositories, for completion.</summary>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        await foreach (var repository in AllAsync(cancellationToken).ConfigureAwait(false))
        {
            names.Add(repository.RepositoryName);
        }

        return names;
    }

    private async IAsyncEnumerable<Repository> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new DescribeRepositoriesRequest { MaxResults = 1000 };
        do
        {
            var page = await _connection.Ecr.DescribeRepositoriesAsync(request, cancellationToken).ConfigureAwait(false);
            foreach (var repository in page.Repositories ?? [])
            {
                yield return repository;
            }

            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private async Task<EcsToolsException> MissingAsync(string name, CancellationToken cancellationToken)
        => new(
            ErrorCodes.RepositoryNotFound,
            $"There is no repository '{name}' in {_connection.Region}.",
            NearestNames.Suggest(name, await ListNamesAsync(cancellationToken).ConfigureAwait(false), $"Create it: Initialize-EcrRepository {name}"),
            "RepositoryName",
            name);

    /// <summary>Null if someone else created it in the meantime.</summary>
    private async Task<Repository?> CreateAsync(InitializeRepositoryRequest request, Action<bool>? creates, CancellationToken cancellationToken)
    {
        var create = new CreateRepositoryRequest
        {
            RepositoryName = request.RepositoryName,
            ImageTagMutability = request.Mutability is null ? null : new Amazon.ECR.ImageTagMutability(request.Mutability),
            ImageTagMutabilityExclusionFilters = RepositoryDifferences.Exclusions(request),
            ImageScanningConfiguration = request.ScanOnPush is null ? null : new ImageScanningConfiguration { ScanOnPush = request.ScanOnPush },
            EncryptionConfiguration = request.KmsKey is null
                ? null
                : new EncryptionConfiguration { EncryptionType = Amazon.ECR.EncryptionType.KMS, KmsKey = request.KmsKey },
            Tags = request.Tags?.Select(tag => new Tag { Key = tag.Key, Value = tag.Value }).ToList(),
        };
        creates?.Invoke(true);
        try
        {
            return (await _connection.Ecr.CreateRepositoryAsync(create, cancellationToken).ConfigureAwait(false)).Repository;
        }
        catch (AmazonECRException refused) when ((int)refused.StatusCode is >= 400 and < 500)
        {
            creates?.Invoke(false);
            if (refused is RepositoryAlreadyExistsException)
            {
                return null;
            }

            throw;
        }
    }

    private static EcsToolsException NotFound(string name)
        => new(ErrorCodes.RepositoryNotFound, $"There is no repository '{name}'.", $"Create it: Initialize-EcrRepository {name}", "RepositoryName", name);

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

    private EcrRepository ToModel(Repository repository, string change)
        => new()
        {
            RepositoryName = repository.RepositoryName,
            RepositoryUri = repository.RepositoryUri,
            RepositoryArn = repository.RepositoryArn,
            AccountId = repository.RegistryId,
            Region = _connection.Region,
            ImageTagMutability = repository.ImageTagMutability?.Value,
            TagExclusions = (repository.ImageTagMutabilityExclusionFilters ?? []).Select(filter => filter.Filter).ToList(),
            ScanOnPush = repository.ImageScanningConfiguration?.ScanOnPush ?? false,
            EncryptionType = repository.EncryptionConfiguration?.EncryptionType?.Value,
            KmsKey = repository.EncryptionConfiguration?.KmsKey,
            CreatedAt = repository.CreatedAt is { } created ? new DateTimeOffset(created.ToUniversalTime()) : null,
            Change = change,
        };
}
