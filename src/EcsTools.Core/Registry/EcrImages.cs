using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR;
using Amazon.ECR.Model;
using EcsTools.Aws;
using EcsTools.Docker;
using EcsTools.Images;
using EcsTools.Models;

namespace EcsTools.Registry;

/// <summary>Images of one account and region: pushing them.</summary>
public sealed class EcrImages
{
    // ECR limit of one DescribeImages.
    private const int LargestPage = 1000;

    private readonly AwsConnection _connection;

    /// <summary>Works over a connection, which stays the caller's.</summary>
    /// <param name="connection">The account and region.</param>
    public EcrImages(AwsConnection connection)
    {
        _connection = connection;
    }

    /// <summary>
    /// Checks what can be checked before anything is built or made: names, tags, and that the source is there.
    /// </summary>
    /// <param name="request">What to push.</param>
    /// <exception cref="EcsToolsException">A name is wrong, or the source is none.</exception>
    public static void Check(PushImageRequest request)
    {
        EcrNames.CheckRepository(request.RepositoryName);
        foreach (var tag in request.Tags)
        {
            EcrNames.CheckTag(tag);
        }

        ImageSources.Check(request);
    }

    /// <summary>
    /// Finds out what <see cref="ApplyAsync"/> would do: which layers the repository lacks, which tags would move. Of a folder with a Dockerfile that is not
    /// known before it is built. Changes nothing.
    /// </summary>
    /// <param name="request">What to push.</param>
    /// <param name="progress">Told of an engine's export, where the image must be read to know it.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="EcsToolsException">A name is wrong, the source is none, or a tag that may not move names another image.</exception>
    public async Task<PushPlan> PlanAsync(PushImageRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        Check(request);
        var source = ImageSources.IsBuilt(request) ? null : await ImageSources.OpenAsync(request, progress, cancellationToken).ConfigureAwait(false);
        RegistryClient? client = null;
        try
        {
            var (repository, steps) = await new EcrRepositories(_connection)
                .PlanEnsureAsync(request.RepositoryName, cancellationToken).ConfigureAwait(false);
            if (source is null || repository is null)
            {
                return new PushPlan(request, source, steps);
            }

            client = EcrRegistryClients.Open(_connection, repository.RepositoryUri, out var name);
            var push = NewPush(client, name, repository, request, progress);
            var look = await push.LookAsync(source, request, cancellationToken).ConfigureAwait(false);
            return new PushPlan(request, source, repository, client, push, look);
        }
        catch
        {
            source?.Dispose();
            client?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Pushes an image, building it first where the source is a folder with a Dockerfile, and making the repository where it is missing.
    /// What the registry has is not sent again.
    /// </summary>
    /// <param name="plan">What <see cref="PlanAsync"/> gave, a while ago at most: what was there then is taken to be there still.</param>
    /// <param name="progress">Told of the build, and of each layer.</param>
    /// <param name="cancellationToken">Ends it. What is up stays up; no tag moves before everything is there.</param>
    /// <exception cref="EcsToolsException">The build fails, or the registry refuses.</exception>
    public async Task<EcrImage> ApplyAsync(PushPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var request = plan.Request;
        if (plan is { Push: { } planned, Look: { } look, Source: { } there, Repository: { } known })
        {
            var sent = await planned.RunAsync(there, look, request, cancellationToken).ConfigureAwait(false);
            return Done(known, request, sent, progress, watch);
        }

        var built = plan.Source is null ? await ImageSources.OpenAsync(request, progress, cancellationToken).ConfigureAwait(false) : null;
        using (built)
        {
            var repository = await EnsureAsync(request, progress, cancellationToken).ConfigureAwait(false);
            using var client = EcrRegistryClients.Open(_connection, repository.RepositoryUri, out var name);
            var push = NewPush(client, name, repository, request, progress);
            var result = await push.RunAsync(built ?? plan.Source!, request, cancellationToken).ConfigureAwait(false);
            return Done(repository, request, result, progress, watch);
        }
    }

    /// <summary>Plans and pushes.</summary>
    /// <param name="request">What to push.</param>
    /// <param name="progress">Told of the build, and of each layer.</param>
    /// <param name="cancellationToken">Ends it. What is up stays up; no tag moves before everything is there.</param>
    /// <exception cref="EcsToolsException">A name is wrong, the source is none, the build fails, or the registry refuses.</exception>
    public async Task<EcrImage> PushAsync(PushImageRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        using var plan = await PlanAsync(request, progress, cancellationToken).ConfigureAwait(false);
        return await ApplyAsync(plan, progress, cancellationToken).ConfigureAwait(false);
    }

    private static string Activity(PushImageRequest request) => $"Pushing {request.RepositoryName}:{request.TagsOrLatest[0]}";

    private static EcrImage Done(
        EcrRepository repository, PushImageRequest request, PushResult result, IProgress<OperationProgress>? progress, Stopwatch watch)
    {
        progress?.Report(new OperationProgress(Activity(request), "Done", 100, Completed: true));
        return ToModel(repository, request.TagsOrLatest, result, watch.Elapsed);
    }

    private async Task<EcrRepository> EnsureAsync(PushImageRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var repository = await new EcrRepositories(_connection).EnsureAsync(request.RepositoryName, cancellationToken).ConfigureAwait(false);
        if (repository.Change == ChangeStatus.Created)
        {
            var created = $"Created the repository {request.RepositoryName}.";
            progress?.Report(new OperationProgress(Activity(request), created, Level: ProgressLevel.Verbose));
        }

        return repository;
    }

    private ImagePush NewPush(
        RegistryClient client, string name, EcrRepository repository, PushImageRequest request, IProgress<OperationProgress>? progress)
        => new(client, name, LayerIndex.ForThisUser(), Activity(request), progress)
        {
            Previous = new PreviousImages(client, name, token => NewestAsync(repository, token)),
            IsImmutable = TagMutability.Of(repository),
            EngineCredential = CredentialAsync,
        };

    private async Task<RegistryCredential?> CredentialAsync(CancellationToken cancellationToken)
    {
        var token = await EcrAuthorization.GetAsync(_connection, renew: false, cancellationToken).ConfigureAwait(false);
        return new RegistryCredential { Registry = token.Host, UserName = token.UserName, Password = token.Password };
    }

    /// <summary>The repository's images, the newest first, of a page of them.</summary>
    private async Task<IReadOnlyList<string>> NewestAsync(EcrRepository repository, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _connection.Ecr.DescribeImagesAsync(
                new DescribeImagesRequest
                {
                    RepositoryName = repository.RepositoryName,
                    Filter = new DescribeImagesFilter { TagStatus = TagStatus.TAGGED },
                    MaxResults = LargestPage,
                },
                cancellationToken).ConfigureAwait(false);
            return (answer.ImageDetails ?? new List<ImageDetail>()).OrderByDescending(image => image.ImagePushedAt).Select(image => image.ImageDigest).ToList();
        }
        catch (AmazonECRException)
        {
            // Whoever may push need not be allowed to list.
            return Array.Empty<string>();
        }
    }

    internal static EcrImage ToModel(EcrRepository repository, IReadOnlyList<string> tags, PushResult result, TimeSpan duration)
        => new()
        {
            ImageUri = repository.RepositoryUri + (Sha256Digest.Is(tags[0]) ? "@" : ":") + tags[0],
            RepositoryName = repository.RepositoryName,
            RepositoryUri = repository.RepositoryUri,
            ImageTag = tags[0],
            ImageTags = tags,
            ImageDigest = result.Digest,
            MediaType = result.MediaType,
            Size = result.Size,
            Architecture = result.Platform?.Architecture switch { null => null, "amd64" => "X86_64", "arm64" => "ARM64", var other => other.ToUpperInvariant() },
            OperatingSystem = result.Platform?.Os.ToUpperInvariant(),
            BlobsSent = result.BlobsSent,
            BlobsPresent = result.BlobsPresent,
            BlobsMounted = result.BlobsMounted,
            BytesSent = result.BytesSent,
            Duration = duration,
            Transport = result.Transport.ToString(),
            AccountId = repository.AccountId,
            Region = repository.Region,
            Change = result.TagsPresent == tags.Count ? ChangeStatus.Unchanged : result.TagsReplaced > 0 ? ChangeStatus.Updated : ChangeStatus.Created,
        };
}
