using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Aws;
using EcsTools.Images;
using EcsTools.Models;

namespace EcsTools.Registry;

/// <summary>
/// Copies images from any registry to ECR, blob by blob from one to the other: no Docker engine, no layer on disk or whole in memory.
/// </summary>
public sealed class ImageCopies
{
    private readonly AwsConnection _connection;

    /// <summary>Copies to the registry of a connection, which stays the caller's.</summary>
    /// <param name="connection">The account and region copied to.</param>
    public ImageCopies(AwsConnection connection)
    {
        _connection = connection;
    }

    /// <summary>Checks what can be checked before anything is asked: names, tags, platform.</summary>
    /// <param name="request">What to copy.</param>
    /// <exception cref="EcsToolsException">A name is wrong.</exception>
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
            PlatformChoice.Parse(platform);
        }
    }

    /// <summary>Finds the image and what a copy would do. Changes nothing.</summary>
    /// <param name="request">What to copy.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="EcsToolsException">A name is wrong, there is no such image, or the registry lets nobody in.</exception>
    public async Task<ImageCopyPlan> PlanAsync(CopyImageRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        var source = await CopySource.OpenAsync(request, _connection, cancellationToken).ConfigureAwait(false);
        try
        {
            var root = await RegistryImageSource.ReadAsync(source.Client, source.Repository, source.Reference, request.Platform, cancellationToken)
                .ConfigureAwait(false);
            var repository = request.RepositoryName ?? source.Image.Repository;
            var (_, steps) = await new EcrRepositories(_connection).PlanEnsureAsync(repository, cancellationToken).ConfigureAwait(false);
            return new ImageCopyPlan(request, source, root, repository, steps);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Copies an image. What the repository has is not sent again, and no tag moves before everything is there.</summary>
    /// <param name="plan">What <see cref="PlanAsync"/> gave.</param>
    /// <param name="progress">Told of each layer.</param>
    /// <param name="cancellationToken">Ends it. What is there stays there.</param>
    /// <exception cref="EcsToolsException">A registry refuses, or what arrives is not what its digest says.</exception>
    public async Task<EcrImage> ApplyAsync(ImageCopyPlan plan, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var activity = $"Copying {plan.Request.Source}";
        var repository = await new EcrRepositories(_connection).EnsureAsync(plan.RepositoryName, cancellationToken).ConfigureAwait(false);
        using var client = EcrRegistryClients.Open(_connection, repository.RepositoryUri, out var name);
        var report = new PushReport(activity, progress);
        var pusher = new ImagePusher(client, LayerIndex.ForThisUser(), name, report) { IsImmutable = TagMutability.Of(repository) };
        var result = await pusher.PushAsync(plan.Root, plan.Tags, cancellationToken).ConfigureAwait(false);
        var referrers = 0;
        if (plan.Request.IncludeReferrers)
        {
            referrers = await new Referrers(plan.Source.Client, plan.Source.Repository, client, name).CopyAsync(
                plan.Root,
                (image, reference) => new ImagePusher(client, LayerIndex.ForThisUser(), name, report).PushAsync(image, [reference], cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }

        progress?.Report(new OperationProgress(activity, "Done", 100, Completed: true));
        return EcrImages.ToModel(repository, plan.Tags, result, watch.Elapsed) with
        {
            CopiedFrom = plan.Request.Source,
            ReferrersCopied = referrers,
            BlobsSent = report.Sent,
            BlobsPresent = report.Present,
            BlobsMounted = report.Mounted,
            BytesSent = report.BytesSent,
        };
    }
}

/// <summary>An image that was found, and what copying it would do. It holds connections to where it is.</summary>
public sealed class ImageCopyPlan : IDisposable
{
    internal ImageCopyPlan(CopyImageRequest request, CopySource source, ImageManifest root, string repository, IReadOnlyList<string> steps)
    {
        Request = request;
        Source = source;
        Root = root;
        RepositoryName = repository;
        Tags = request.Tags.Count > 0 ? request.Tags.Distinct(StringComparer.Ordinal).ToList()
            : source.Image.Tag is { } tag ? [tag]
            : source.Image.Digest is null ? ["latest"]
            : [Sha256Digest.Of(root.Bytes!)];
        Steps = [.. steps, Describe()];
    }

    /// <summary>What was asked for.</summary>
    public CopyImageRequest Request { get; }

    /// <summary>The repository copied to.</summary>
    public string RepositoryName { get; }

    /// <summary>Tags the copy gets; the digest alone of one without a tag.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>What would be done, a line each.</summary>
    public IReadOnlyList<string> Steps { get; }

    internal CopySource Source { get; }

    internal ImageManifest Root { get; }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => Source.Dispose();

    private string Describe()
    {
        var images = Root.ChildrenFirst().Where(manifest => !MediaTypes.IsIndex(manifest.MediaType)).ToList();
        var platforms = images.Select(image => image.Platform?.ToString()).OfType<string>()
            .Where(text => !text.StartsWith("unknown/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        var size = images.SelectMany(image => image.Blobs()).GroupBy(blob => blob.Name, StringComparer.Ordinal).Sum(blob => blob.First().SourceSize);
        return $"copy {Request.Source} ({(platforms.Count == 0 ? "an artifact" : string.Join(", ", platforms))}, {ByteSize.Format(size)})"
            + (Request.IncludeReferrers ? " with what refers to it" : "");
    }
}
