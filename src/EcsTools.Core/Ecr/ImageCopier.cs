using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Images.Oci;
using EcsTools.Images.Push;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>
/// Copies images from any registry to ECR, blob by blob. It needs no Docker engine, and never holds a whole layer on disk or in memory.
/// </summary>
public sealed class ImageCopier
{
    private readonly AwsConnection _connection;

    /// <summary>Copies to the registry of a connection that the caller keeps and disposes.</summary>
    /// <param name="connection">Connection to the target account and region.</param>
    public ImageCopier(AwsConnection connection)
    {
        _connection = connection;
    }

    /// <summary>Checks what can be checked before any call: names, tags, platform.</summary>
    /// <param name="request">What to copy.</param>
    /// <exception cref="EcsToolsException">A name is invalid.</exception>
    public static void Check(CopyImageRequest request)
    {
        EcrNames.CheckRepository(request.RepositoryName ?? CopySource.Parse(request.Source).Repository);
        CopySource.Parse(request.Source);
        foreach (var tag in request.Tags)
        {
            EcrNames.CheckTag(tag);
        }

        if (request.Platform is { } platform)
        {
            ImagePlatform.Parse(platform);
        }
    }

    /// <summary>Finds the image and what a copy would do. Changes nothing.</summary>
    /// <param name="request">What to copy.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">A name is invalid, the image does not exist, or the registry denies access.</exception>
    public async Task<ImageCopyPlan> PlanAsync(CopyImageRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        var source = await CopySource.OpenAsync(request, _connection, cancellationToken).ConfigureAwait(false);
        try
        {
            var image = await ImageCopyOperation.FindAsync(source.Client, source.Image.TagOrDigest, request.Platform, cancellationToken)
                .ConfigureAwait(false);
            var repository = request.RepositoryName ?? source.Image.Repository;
            var (found, steps) = await new EcrRepositories(_connection).PlanEnsureAsync(repository, cancellationToken).ConfigureAwait(false);
            var plan = new ImageCopyPlan(request, source, image, repository, steps);
            plan.IsPresent = found is not null && !request.IncludeReferrers
                && await IsPresentAsync(plan, found, cancellationToken).ConfigureAwait(false);
            return plan;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private async Task<bool> IsPresentAsync(ImageCopyPlan plan, EcrRepository repository, CancellationToken cancellationToken)
    {
        using var target = new PushTarget(EcrRegistryClients.Open(_connection, repository.RepositoryUri));
        return await plan.Image.IsPresentAsync(target, plan.Tags, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies an image. What the repository has is not sent again, and no tag moves before everything is uploaded.</summary>
    /// <param name="plan">The plan from <see cref="PlanAsync"/>.</param>
    /// <param name="progress">Called with each layer.</param>
    /// <param name="cancellationToken">
    /// Cancels the copy. What has been uploaded stays, unless the repository is new: then it is removed.
    /// </param>
    /// <exception cref="EcsToolsException">A registry refuses a request, or the received content does not match its digest.</exception>
    public async Task<EcrImage> ApplyAsync(ImageCopyPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var activity = $"Copying {plan.Request.Source}";
        var repository = new RepositoryForPush(_connection, plan.RepositoryName, activity, progress);
        return await repository.RunAsync(async () =>
        {
            var into = await repository.EnsureAsync(cancellationToken).ConfigureAwait(false);
            using var target = new PushTarget(EcrRegistryClients.Open(_connection, into.RepositoryUri)) { IsImmutable = TagMutability.Of(into) };
            var (result, referrers) = await plan.Image
                .RunAsync(target, plan.Tags, plan.Request.IncludeReferrers, activity, progress, cancellationToken).ConfigureAwait(false);
            progress?.Report(new OperationProgress(activity, "Done", 100, Completed: true));
            return EcrImagePush.ToModel(into, plan.Tags, result, watch.Elapsed) with
            {
                CopiedFrom = plan.Request.Source,
                ReferrersCopied = referrers,
            };
        }).ConfigureAwait(false);
    }
}

/// <summary>An image that was found, and what copying it would do. It holds connections to the image's registry.</summary>
public sealed class ImageCopyPlan : IDisposable
{
    internal ImageCopyPlan(CopyImageRequest request, CopySource source, ImageCopyOperation image, string repository, IReadOnlyList<EcsPlanStep> before)
    {
        Request = request;
        Source = source;
        Image = image;
        RepositoryName = repository;
        Tags = request.Tags.Count > 0 ? request.Tags.Distinct(StringComparer.Ordinal).ToList()
            : source.Image.Tag is { } tag ? [tag]
            : source.Image.Digest is null ? ["latest"]
            : [image.Digest];
        Before = before;
    }

    /// <summary>The request.</summary>
    public CopyImageRequest Request { get; }

    /// <summary>The target repository.</summary>
    public string RepositoryName { get; }

    /// <summary>Tags for the copy; empty for a copy known only by its digest.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>Whether the repository has the image under each tag already. What refers to the image is not compared.</summary>
    public bool IsPresent { get; internal set; }

    /// <summary>The plan as steps.</summary>
    /// <param name="region">The region.</param>
    public EcsPlan ToPlan(string region)
    {
        var image = $"{RepositoryName}:{string.Join(", ", Tags)}";
        return new EcsPlan
        {
            Action = EcsPlanAction.None,
            ResourceType = "Image",
            ResourceName = image,
            Region = region,
            Title = $"Copy to {image} in {region}",
            Steps = [.. Before, EcsPlanStep.Of(IsPresent ? EcsPlanAction.None : EcsPlanAction.Create, "Image", image, Describe())],
        };
    }

    private IReadOnlyList<EcsPlanStep> Before { get; }

    internal CopySource Source { get; }

    internal ImageCopyOperation Image { get; }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => Source.Dispose();

    private string Describe()
        => $"copy {Request.Source} ({(Image.Platforms.Count == 0 ? "an artifact" : string.Join(", ", Image.Platforms))}, {ByteSize.Format(Image.Size)})"
            + (Request.IncludeReferrers ? " with what refers to it" : "");
}
