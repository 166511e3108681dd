using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Apps.Definition;
using EcsTools.Aws;
using EcsTools.Ecr;
using EcsTools.Models;

namespace EcsTools.Apps.Publishing;

/// <summary>The images of one service.</summary>
/// <param name="Uris">The image of each container, with its digest if it was pushed: a tag can move, and a revision must not change with it.</param>
/// <param name="Architecture">The processor of the image of the main container; null if it is not known.</param>
internal sealed record ServiceImages(IReadOnlyDictionary<string, string> Uris, string? Architecture);

/// <summary>Builds and pushes the images of a service, all at the same time.</summary>
internal sealed class ImagePublisher(AwsConnection connection, AppSteps steps, IProgress<OperationProgress>? progress)
{
    public async Task<ServiceImages> PushAsync(ServiceBlueprint blueprint, CancellationToken cancellationToken)
    {
        var built = blueprint.Built.ToList();
        var pushed = await Task.WhenAll(built.Select(container => PushAsync(blueprint, container, cancellationToken))).ConfigureAwait(false);
        var uris = blueprint.Containers.Where(container => container.ImageUri is not null)
            .ToDictionary(container => container.Name, container => container.ImageUri!, StringComparer.Ordinal);
        foreach (var (container, image) in built.Zip(pushed, (container, image) => (container, image)))
        {
            uris[container.Name] = $"{image.RepositoryUri}@{image.ImageDigest}";
        }

        var main = built.IndexOf(blueprint.Service.Container);
        return new ServiceImages(uris, main < 0 ? null : pushed[main].Architecture);
    }

    private async Task<EcrImage> PushAsync(ServiceBlueprint blueprint, AppContainer container, CancellationToken cancellationToken)
    {
        var request = blueprint.Repository(container);
        await steps.RunAsync("Repository", request.RepositoryName, async () =>
        {
            var repository = await new EcrRepositories(connection).InitializeAsync(request, cancellationToken).ConfigureAwait(false);
            return new StageResult<EcrRepository>(repository, repository.Change);
        }).ConfigureAwait(false);
        return await steps.RunAsync("Image", $"{request.RepositoryName}:{blueprint.ImageTag}", async () =>
        {
            var image = await new EcrImagePush(connection).PushAsync(blueprint.Push(container), progress, cancellationToken).ConfigureAwait(false);
            return new StageResult<EcrImage>(
                image,
                image.Change,
                FormattableString.Invariant($"{image.ImageDigest.Substring(0, 19)}, {image.BlobsSent} of {image.BlobsSent + image.BlobsPresent} layers sent"));
        }).ConfigureAwait(false);
    }
}
