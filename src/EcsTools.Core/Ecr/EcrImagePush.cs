using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR;
using Amazon.ECR.Model;
using EcsTools.Aws;
using EcsTools.Images.Build;
using EcsTools.Images.Credentials;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Images.Sources;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>Pushes images to the registry of one account and region.</summary>
public sealed class EcrImagePush
{
    // ECR limit for one DescribeImages.
    private const int LargestPage = 1000;

    private readonly AwsConnection _connection;

    /// <summary>Works over a connection that the caller keeps and disposes.</summary>
    /// <param name="connection">The account and region.</param>
    public EcrImagePush(AwsConnection connection)
    {
        _connection = connection;
    }

    /// <summary>Checks what can be checked before anything is built or created: names, tags, and whether the source exists.</summary>
    /// <param name="request">What to push.</param>
    /// <exception cref="EcsToolsException">A name is invalid, or the source is not one.</exception>
    public static void Check(PushImageRequest request)
    {
        EcrNames.CheckRepository(request.RepositoryName);
        foreach (var tag in request.Tags)
        {
            EcrNames.CheckTag(tag);
        }

        PushPlan.Check(request);
    }

    /// <summary>Throws for a destination that is a registry of ECR and has no credential: a push to a repository of the account gets one itself.</summary>
    /// <param name="destination">The name of the image to push to.</param>
    /// <param name="hasCredential">Whether a user and password were given.</param>
    /// <exception cref="EcsToolsException">DestinationInEcr.</exception>
    public static void CheckDestination(Reference destination, bool hasCredential)
    {
        if (!hasCredential && EcrRegistryHost.TryParse(destination.Registry) is { } ecr)
        {
            throw new EcsToolsException(
                ErrorCodes.DestinationInEcr,
                $"'{destination.Registry}' is the registry of account {ecr.AccountId} in Amazon ECR.",
                $"Use -RepositoryName {destination.Repository} -Region {ecr.Region} in place of -Destination.",
                "Destination",
                destination.Name);
        }
    }

    /// <summary>
    /// Finds out what <see cref="ApplyAsync"/> would do: which layers the repository lacks and which tags would move. For a folder with a
    /// Dockerfile this is known only after the build, or if an earlier build is found. Changes nothing.
    /// </summary>
    /// <param name="request">What to push.</param>
    /// <param name="findBuild">Whether to look for the image of an earlier build of a folder.</param>
    /// <param name="progress">Receives the progress of an engine's export, if the image must be read from there.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">
    /// A name is invalid, the source is not one, or a tag that must not move names another image.
    /// </exception>
    public async Task<EcrPushPlan> PlanAsync(
        PushImageRequest request, bool findBuild, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        Check(request);
        EcrRepository? repository = null;
        IReadOnlyList<EcsPlanStep> before = [];
        var plan = await PushPlan.CreateAsync(
            request,
            async token =>
            {
                (repository, before) = await new EcrRepositories(_connection).PlanEnsureAsync(request.RepositoryName, token).ConfigureAwait(false);
                return repository is null ? null : Target(repository);
            },
            findBuild,
            progress,
            cancellationToken).ConfigureAwait(false);
        return new EcrPushPlan(plan, repository, before);
    }

    /// <summary>
    /// Pushes an image. It builds the image first if the source is a folder with a Dockerfile, and creates the repository if it does not
    /// exist. What the registry already has is not sent again.
    /// </summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>. It should be recent: what existed then is assumed to exist still.</param>
    /// <param name="progress">Receives the progress of the build and of each layer.</param>
    /// <param name="cancellationToken">
    /// Cancels the push. What has been uploaded stays, unless the repository is new: then it is removed. No tag moves before everything is uploaded.
    /// </param>
    /// <exception cref="EcsToolsException">The build fails, or the registry refuses the push.</exception>
    public async Task<EcrImage> ApplyAsync(EcrPushPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var repository = plan.Repository;
        var target = new RepositoryForPush(_connection, plan.Request.RepositoryName, plan.Push.Activity, progress);
        var result = await target.RunAsync(() => plan.Push.RunAsync(
            async token =>
            {
                repository = await target.EnsureAsync(token).ConfigureAwait(false);
                return Target(repository);
            },
            progress,
            cancellationToken)).ConfigureAwait(false);
        progress?.Report(new OperationProgress(plan.Push.Activity, "Done", 100, Completed: true));
        return ToModel(repository!, plan.Tags, result, watch.Elapsed);
    }

    /// <summary>Plans and pushes.</summary>
    /// <param name="request">What to push.</param>
    /// <param name="progress">Receives the progress of the build and of each layer.</param>
    /// <param name="cancellationToken">Cancels the push. What has been uploaded stays. No tag moves before everything is uploaded.</param>
    /// <exception cref="EcsToolsException">
    /// A name is invalid, the source is not one, the build fails, or the registry refuses the push.
    /// </exception>
    public async Task<EcrImage> PushAsync(PushImageRequest request, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        using var plan = await PlanAsync(request, findBuild: false, progress, cancellationToken).ConfigureAwait(false);
        return await ApplyAsync(plan, progress, cancellationToken).ConfigureAwait(false);
    }

    private PushTarget Target(EcrRepository repository) => new(EcrRegistryClients.Open(_connection, repository.RepositoryUri))
    {
        IsImmutable = TagMutability.Of(repository),
        NewestDigests = token => NewestAsync(repository, token),
        EngineCredential = CredentialAsync,
    };

    private async Task<RegistryCredential?> CredentialAsync(CancellationToken cancellationToken)
    {
        var token = await EcrAuthorization.GetAsync(_connection, renew: false, cancellationToken).ConfigureAwait(false);
        return new RegistryCredential { Registry = token.Host, UserName = token.UserName, Password = token.Password };
    }

    /// <summary>The repository's images, newest first within one page.</summary>
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
            // A caller who may push may not be allowed to list.
            return Array.Empty<string>();
        }
    }

    internal static EcrImage ToModel(EcrRepository repository, IReadOnlyList<string> tags, PushResult result, TimeSpan duration)
        => new()
        {
            ImageUri = repository.RepositoryUri + (tags[0].IndexOf(':') >= 0 ? "@" : ":") + tags[0],
            RepositoryName = repository.RepositoryName,
            RepositoryUri = repository.RepositoryUri,
            ImageTag = tags[0],
            ImageTags = tags,
            ImageDigest = result.Digest,
            MediaType = result.MediaType,
            Size = result.Size,
            Architecture = result.Platform?.Architecture switch
            {
                null => null,
                "amd64" => "X86_64",
                "arm64" => "ARM64",
                var other => other.ToUpperInvariant()
            },
            OperatingSystem = result.Platform?.Os.ToUpperInvariant(),
            BlobsSent = result.BlobsSent,
            BlobsPresent = result.BlobsPresent,
            BlobsMounted = result.BlobsMounted,
            BytesSent = result.BytesSent,
            Build = result.Built?.Change,
            Duration = duration,
            Transport = result.Transport.ToString(),
            AccountId = repository.AccountId,
            Region = repository.Region,
            Change = result.TagsPresent == tags.Count ? ChangeStatus.Unchanged : result.TagsReplaced > 0 ? ChangeStatus.Updated : ChangeStatus.Created,
        };
}
