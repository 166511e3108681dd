using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR.Model;
using EcsTools.Aws;
using EcsTools.Ecr;
using EcsTools.Models;

namespace EcsTools.Usage;

/// <summary>Deletes images that are old or have no tag, and that nothing uses.</summary>
/// <param name="connection">Connection to the account and region. The caller keeps and disposes it.</param>
public sealed class RepositoryClearing(AwsConnection connection)
{
    // ECR limit: images in one BatchDeleteImage.
    private const int Batch = 100;

    /// <summary>Finds which images to delete, and which stay and why. Changes nothing.</summary>
    /// <param name="request">What to delete.</param>
    /// <param name="missing">Called with each name without wildcards that matches nothing.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>A plan for each repository.</returns>
    /// <exception cref="EcsToolsException">
    /// The request does not say what to delete, or the caller may not read what uses images.
    /// </exception>
    public async Task<IReadOnlyList<RepositoryClearPlan>> PlanAsync(
        ClearRepositoryRequest request, Action<EcsToolsException> missing, CancellationToken cancellationToken)
    {
        Check(request);
        var plans = new List<RepositoryClearPlan>();
        ImageUsage? uses = null;
        await foreach (var repository in new EcrRepositories(connection)
            .FindAsync(request.RepositoryNames, missing, cancellationToken).ConfigureAwait(false))
        {
            if (uses is null)
            {
                uses = new ImageUsage(connection);
                await uses.ReadAsync(everyRevision: false, cancellationToken).ConfigureAwait(false);
            }

            plans.Add(await PlanAsync(repository, request, uses, missing, cancellationToken).ConfigureAwait(false));
        }

        return plans;
    }

    /// <summary>Carries out a plan, and returns each deleted image.</summary>
    /// <param name="plan">
    /// The plan from <see cref="PlanAsync(ClearRepositoryRequest, Action{EcsToolsException}, CancellationToken)"/>.
    /// </param>
    /// <param name="failed">Called with each image that ECR did not delete. ECR reports these in a successful answer.</param>
    /// <param name="progress">Receives progress reports; may be null.</param>
    /// <param name="cancellationToken">Cancels the calls. Deleted images stay deleted.</param>
    public async IAsyncEnumerable<EcrStoredImage> ApplyAsync(
        RepositoryClearPlan plan, Action<EcsToolsException> failed, IProgress<OperationProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var activity = $"Clearing {plan.Repository.RepositoryName}";

        // Delete an index before its images: ECR does not delete an image that an index names.
        var waves = new[] { plan.Going.Select(image => image.Image).ToList(), plan.Going.SelectMany(image => image.Parts).ToList() };
        var (done, all) = (0, plan.Count);
        foreach (var batch in waves.SelectMany(wave => wave.InBatches(Batch)))
        {
            progress?.Report(new OperationProgress(activity, $"Deleting {done + 1} to {done + batch.Count} of {all} images", 100 * done / all));
            done += batch.Count;
            var answer = await connection.Ecr.BatchDeleteImageAsync(
                new BatchDeleteImageRequest
                {
                    RepositoryName = plan.Repository.RepositoryName,
                    ImageIds = batch.Select(image => new ImageIdentifier { ImageDigest = image.ImageDigest }).ToList(),
                },
                cancellationToken).ConfigureAwait(false);

            // An image that no longer exists is no error.
            var failures = (answer.Failures ?? []).Where(failure => failure.FailureCode?.Value != "ImageNotFound").ToList();
            failures.ForEach(failure => failed(NotDeleted(plan.Repository, failure)));
            var stayed = new HashSet<string?>(failures.Select(failure => failure.ImageId?.ImageDigest), StringComparer.Ordinal);
            foreach (var image in batch.Where(image => !stayed.Contains(image.ImageDigest)))
            {
                yield return image with { Change = ChangeStatus.Removed };
            }
        }

        progress?.Report(new OperationProgress(activity, "Done", 100, Completed: true));
    }

    private async Task<RepositoryClearPlan> PlanAsync(
        EcrRepository repository, ClearRepositoryRequest request, ImageUsage uses, Action<EcsToolsException> missing, CancellationToken cancellationToken)
    {
        var images = new List<EcrStoredImage>();
        await foreach (var page in new EcrImageFinder(connection)
            .PagesAsync(repository.RepositoryName, untagged: false, cancellationToken).ConfigureAwait(false))
        {
            images.AddRange(page.Select(image => EcrImageMapper.ToModel(repository, image, connection.Clock.UtcNow)));
        }

        foreach (var digest in (request.Digests ?? []).Where(digest => !images.Exists(image => image.ImageDigest == digest)))
        {
            missing(NoSuchImage(repository.RepositoryName, digest));
        }

        var manifests = await new EcrManifests(connection, repository.RepositoryName)
            .ReadAsync(images.Select(image => image.ImageDigest).ToList(), cancellationToken).ConfigureAwait(false);
        var graph = new ImageGraph(images, manifests);
        var (chosen, kept) = Choose(graph, request);
        var spared = new List<KeptImage>();
        foreach (var image in chosen)
        {
            var users = graph.Closure(image.ImageDigest).SelectMany(part => uses.Of(repository, part.ImageDigest, part.ImageTags).Users)
                .Distinct(StringComparer.Ordinal).ToList();
            if (users.Count > 0)
            {
                spared.Add(new KeptImage(image, users));
            }
        }

        var roots = WithoutHeld(graph, chosen.Except(spared.Select(image => image.Image)).ToList(), kept);
        var going = graph.Going(roots);
        var all = going.SelectMany(image => image.Parts.Append(image.Image));
        var digests = new HashSet<string>(all.Select(image => image.ImageDigest), StringComparer.Ordinal);
        return new RepositoryClearPlan(
            repository,
            going,
            spared,
            kept,
            graph.BytesOnlyIn(digests),
            uses.Unreadable.Select(what => $"The {what} cannot be read with these credentials: images that they use are not spared.").ToList());
    }

    /// <summary>The images that the request selects, oldest first, and how many others stay for which reason.</summary>
    private (List<EcrStoredImage> Chosen, Dictionary<string, int> Kept) Choose(ImageGraph graph, ClearRepositoryRequest request)
    {
        var kept = new Dictionary<string, int>(StringComparer.Ordinal);
        var meant = graph.Roots.OrderByDescending(image => image.PushedAt).ThenBy(image => image.ImageDigest, StringComparer.Ordinal).ToList();
        if (request.Digests is { Count: > 0 } digests)
        {
            meant = meant.Where(image => digests.Contains(image.ImageDigest)).ToList();
        }

        meant = Keep(meant, image => request.Untagged && image.ImageTags.Count > 0, "they have tags", kept);
        var newest = new HashSet<EcrStoredImage>(meant.Take(request.KeepLast ?? 0));
        meant = Keep(meant, newest.Contains, "the newest", kept);
        var limit = request.OlderThan is { } age ? connection.Clock.UtcNow - age : (DateTimeOffset?)null;
        meant = Keep(meant, image => limit is { } before && !(image.PushedAt < before), "not old enough", kept);
        meant.Reverse();
        return (meant, kept);
    }

    /// <summary>Leaves out the images of an index that stays. These can be indexes themselves.</summary>
    private static List<EcrStoredImage> WithoutHeld(ImageGraph graph, List<EcrStoredImage> roots, Dictionary<string, int> kept)
    {
        int before;
        do
        {
            before = roots.Count;
            var going = new HashSet<string>(roots.Select(image => image.ImageDigest), StringComparer.Ordinal);
            roots = Keep(roots, image => graph.IsHeld(image.ImageDigest, going), "needed by an index that stays", kept);
        }
        while (roots.Count < before);
        return roots;
    }

    private static List<EcrStoredImage> Keep(
        List<EcrStoredImage> images, Func<EcrStoredImage, bool> stays, string reason, Dictionary<string, int> kept)
    {
        var going = images.Where(image => !stays(image)).ToList();
        if (going.Count < images.Count)
        {
            kept[reason] = images.Count - going.Count + (kept.TryGetValue(reason, out var count) ? count : 0);
        }

        return going;
    }

    private static void Check(ClearRepositoryRequest request)
    {
        if (request.KeepLast is null && request.OlderThan is null && !request.Untagged && request.Digests is not { Count: > 0 })
        {
            throw new EcsToolsException(
                ErrorCodes.NothingToClear, "Neither a parameter nor the input says which images to remove.",
                "Give -KeepLast, -OlderThan or -Untagged, or pipe images from Find-EcrImage.", "KeepLast");
        }

        if (request.KeepLast < 0)
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidKeepLast, $"-KeepLast {request.KeepLast} is negative.",
                "Use -KeepLast 0 or more, or leave it out.", "KeepLast", request.KeepLast);
        }

        if (request.OlderThan < TimeSpan.Zero)
        {
            throw new EcsToolsException(
                ErrorCodes.InvalidOlderThan, $"-OlderThan {request.OlderThan} is negative.",
                "Use a value such as 30d.", "OlderThan", request.OlderThan);
        }
    }

    private static EcsToolsException NoSuchImage(string repository, string digest)
        => new(
            ErrorCodes.ImageNotFound,
            $"There is no image with the digest '{digest}' in {repository}.",
            $"List the images: Find-EcrImage {repository}",
            "ImageDigest",
            digest);

    private static EcsToolsException NotDeleted(EcrRepository repository, ImageFailure failure)
        => new(
            ErrorCodes.ImageNotDeleted,
            $"The image {failure.ImageId?.ImageDigest} of '{repository.RepositoryName}' was not deleted: "
                + $"{failure.FailureReason} ({failure.FailureCode}).",
            "Run the command again. Delete the index first if an index refers to the image.",
            "RepositoryName",
            repository.RepositoryName);
}
