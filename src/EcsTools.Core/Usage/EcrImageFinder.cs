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
using EcsTools.Ecr;
using EcsTools.Identity;
using EcsTools.Models;

namespace EcsTools.Usage;

/// <summary>Finds images in the repositories of one account and region, page by page, and what uses them.</summary>
/// <param name="connection">Connection to the account and region. The caller keeps and disposes it.</param>
public sealed class EcrImageFinder(AwsConnection connection)
{
    // ECR limits: images in one DescribeImages, and in one BatchGetImage.
    private const int LargestPage = 1000;
    private const int Batch = 100;

    private Task<ImageUsage?>? _uses;

    /// <summary>Finds images, newest first within each page.</summary>
    /// <param name="request">Which images to find.</param>
    /// <param name="missing">Called with each name without wildcards, and each digest, that matches nothing.</param>
    /// <param name="warn">Called once if the caller may not read what uses images.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<EcrStoredImage> FindAsync(
        FindImagesRequest request,
        Action<EcsToolsException> missing,
        Action<string> warn,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var wanted = new ImageSelection(request);
        var any = false;
        await foreach (var repository in new EcrRepositories(connection)
            .FindAsync(request.RepositoryNames, missing, cancellationToken).ConfigureAwait(false))
        {
            any = true;
            await foreach (var page in PagesAsync(repository.RepositoryName, request.Untagged, cancellationToken).ConfigureAwait(false))
            {
                var chosen = page.Where(wanted.Takes).OrderByDescending(image => image.ImagePushedAt).ToList();
                foreach (var batch in chosen.InBatches(request.Detailed ? Batch : LargestPage))
                {
                    foreach (var image in await ReadAsync(repository, batch, request, warn, cancellationToken).ConfigureAwait(false))
                    {
                        yield return image;
                    }
                }
            }
        }

        foreach (var problem in any ? wanted.Missed() : [])
        {
            missing(problem);
        }
    }

    /// <summary>All images of a repository, as ECR describes them.</summary>
    internal async IAsyncEnumerable<IReadOnlyList<ImageDetail>> PagesAsync(
        string repository, bool untagged, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new DescribeImagesRequest { RepositoryName = repository, MaxResults = LargestPage };
        if (untagged)
        {
            request.Filter = new DescribeImagesFilter { TagStatus = TagStatus.UNTAGGED };
        }

        do
        {
            var page = await connection.Ecr.DescribeImagesAsync(request, cancellationToken).ConfigureAwait(false);
            yield return page.ImageDetails ?? [];
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private async Task<IReadOnlyList<EcrStoredImage>> ReadAsync(
        EcrRepository repository, IReadOnlyList<ImageDetail> images, FindImagesRequest request, Action<string> warn, CancellationToken cancellationToken)
    {
        var uses = request.WithoutUses || images.Count == 0
            ? null
            : await (_uses ??= UsesAsync(request.Detailed, warn, cancellationToken)).ConfigureAwait(false);
        var models = images.Select(image =>
        {
            var model = EcrImageMapper.ToModel(repository, image, connection.Clock.UtcNow, new ImageSelection(request).Prefers(image));
            var use = uses?.Of(repository, image.ImageDigest, image.ImageTags ?? []);
            return use is null ? model : model with { TaskDefinitions = use.TaskDefinitions, UsedBy = use.Users };
        }).ToList();
        return request.Detailed
            ? await new ImageDetails(connection).ReadAsync(repository, models, cancellationToken).ConfigureAwait(false)
            : models;
    }

    /// <summary>A caller who may read images may not be allowed to read ECS.</summary>
    private async Task<ImageUsage?> UsesAsync(bool everyRevision, Action<string> warn, CancellationToken cancellationToken)
    {
        try
        {
            var uses = new ImageUsage(connection);
            await uses.ReadAsync(everyRevision, cancellationToken).ConfigureAwait(false);
            foreach (var what in uses.Unreadable)
            {
                warn($"These credentials cannot read the {what}, so UsedBy does not contain them.");
            }

            return uses;
        }
        catch (AmazonServiceException denied) when (IamRoles.IsDenied(denied))
        {
            warn("These credentials cannot read clusters, services and tasks, so UsedBy is unknown. Use -WithoutUses to skip it.");
            return null;
        }
    }
}
