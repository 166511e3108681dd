using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR;
using Amazon.ECR.Model;
using EcsTools.Aws;
using EcsTools.Ecr;
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
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async IAsyncEnumerable<EcrStoredImage> FindAsync(
        FindImagesRequest request,
        Action<EcsToolsException> missing,
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
                    foreach (var image in await ReadAsync(repository, batch, request, cancellationToken).ConfigureAwait(false))
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
        EcrRepository repository, IReadOnlyList<ImageDetail> images, FindImagesRequest request, CancellationToken cancellationToken)
    {
        var uses = request.WithoutUses || images.Count == 0
            ? null
            : await (_uses ??= UsesAsync(request.Detailed, cancellationToken)).ConfigureAwait(false);
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
    private Task<ImageUsage?> UsesAsync(bool everyRevision, CancellationToken cancellationToken) => connection.UnlessDeniedAsync<ImageUsage?>(
        async () =>
        {
            var uses = new ImageUsage(connection);
            await uses.ReadAsync(everyRevision, cancellationToken).ConfigureAwait(false);
            return uses;
        },
        null,
        "UsedBy is unknown (use -WithoutUses to skip it)");
}
