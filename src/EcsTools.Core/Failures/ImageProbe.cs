using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR.Model;
using Amazon.Runtime;
using EcsTools.Aws;
using EcsTools.Ecr;
using EcsTools.Failures.Rules;
using EcsTools.Images.Oci;

namespace EcsTools.Failures;

/// <summary>Asks ECR about an image that could not run: whether it exists, what exists instead, and what it is built for.</summary>
internal sealed class ImageProbe(AwsConnection connection)
{
    // How many of the newest tags to show if no tag is similar to the requested one.
    private const int Newest = 5;
    private const int Pages = 5;

    private static readonly TimeSpan ConfigTimeout = TimeSpan.FromSeconds(15);
    private static readonly List<string> ManifestTypes =
    [
        "application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json",
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.docker.distribution.manifest.v2+json",
    ];

    private readonly ConcurrentDictionary<string, Task<ImageFacts?>> _known = new(StringComparer.Ordinal);

    /// <summary>What is known about an image; null for another registry, or if the caller may not read it.</summary>
    public Task<ImageFacts?> AskAsync(string? image, CancellationToken cancellationToken)
        => image is null ? Task.FromResult<ImageFacts?>(null) : _known.GetOrAdd(image, name => LookAsync(name, cancellationToken));

    private async Task<ImageFacts?> LookAsync(string image, CancellationToken cancellationToken)
    {
        if (Reference.TryParse(image) is not { Registry: { } host } reference)
        {
            return null;
        }

        try
        {
            var parts = host.Split('.');
            var isAws = parts.Length > 5 && parts[1] == "dkr" && parts[2] == "ecr";
            if (!isAws && host != (await EcrAuthorization.GetAsync(connection, renew: false, cancellationToken).ConfigureAwait(false)).Host)
            {
                return null;
            }

            using var elsewhere = isAws && parts[3] != connection.Region ? connection.In(parts[3]) : null;
            return await connection.UnlessDeniedAsync(
                () => LookAsync(elsewhere ?? connection, isAws ? parts[0] : null, reference, cancellationToken),
                null,
                "The images of failed tasks were not inspected").ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is AmazonServiceException or HttpRequestException or MalformedContentException)
        {
            return null;
        }
    }

    private static async Task<ImageFacts?> LookAsync(AwsConnection registry, string? registryId, Reference image,
        CancellationToken cancellationToken)
    {
        var wanted = image.Digest is not null ? new ImageIdentifier { ImageDigest = image.Digest }
            : new ImageIdentifier { ImageTag = image.Tag ?? "latest" };
        try
        {
            var found = await registry.Ecr.BatchGetImageAsync(
                new BatchGetImageRequest
                {
                    RegistryId = registryId,
                    RepositoryName = image.Repository,
                    ImageIds = [wanted],
                    AcceptedMediaTypes = ManifestTypes
                }, cancellationToken).ConfigureAwait(false);
            if (found.Images is [var one, ..])
            {
                var platforms = await PlatformsAsync(registry, one, cancellationToken).ConfigureAwait(false);
                return new ImageFacts(image.Repository, RepositoryExists: true, TagExists: true, [], platforms);
            }

            var tags = await TagsAsync(registry, registryId, image.Repository, cancellationToken).ConfigureAwait(false);
            var near = NearestNames.Find(wanted.ImageTag ?? "", tags);
            return new ImageFacts(image.Repository, RepositoryExists: true, TagExists: false, near.Count > 0 ? near
                : tags.Take(Newest).ToList(), []);
        }
        catch (RepositoryNotFoundException)
        {
            // Without the names of the others there are no suggestions, and the answer is the same.
            var all = await registry.UnlessDeniedAsync(
                () => registry.Ecr.DescribeRepositoriesAsync(
                    new DescribeRepositoriesRequest { RegistryId = registryId, MaxResults = 1000 }, cancellationToken),
                null!,
                leftOut: null).ConfigureAwait(false);
            return new ImageFacts(
                image.Repository, RepositoryExists: false, TagExists: false,
                    NearestNames.Find(image.Repository, (all?.Repositories ?? []).Select(repository => repository.RepositoryName)), []);
        }
    }

    /// <summary>Tags of a repository, newest first.</summary>
    private static async Task<List<string>> TagsAsync(AwsConnection registry, string? registryId, string repository,
        CancellationToken cancellationToken)
    {
        var images = new List<ImageDetail>();
        var request = new DescribeImagesRequest
        {
            RegistryId = registryId,
            RepositoryName = repository,
            MaxResults = 1000,
            Filter = new DescribeImagesFilter { TagStatus = Amazon.ECR.TagStatus.TAGGED },
        };
        for (var page = 0; page < Pages; page++)
        {
            var answer = await registry.Ecr.DescribeImagesAsync(request, cancellationToken).ConfigureAwait(false);
            images.AddRange(answer.ImageDetails ?? []);
            request.NextToken = answer.NextToken;
            if (string.IsNullOrEmpty(request.NextToken))
            {
                break;
            }
        }

        return images.OrderByDescending(image => image.ImagePushedAt).SelectMany(image => image.ImageTags ?? []).ToList();
    }

    private static async Task<IReadOnlyList<string>> PlatformsAsync(AwsConnection registry, Image image,
        CancellationToken cancellationToken)
    {
        var manifest = JsonText.ParseObject(Encoding.UTF8.GetBytes(image.ImageManifest), "the manifest", JsonText.LongestManifest);
        if (manifest["manifests"] is JsonArray children)
        {
            // BuildKit's attestations are children with an unknown platform.
            return children.Select(child => Platform((child as JsonObject)?["platform"])).OfType<string>()
                .Where(platform => !platform.StartsWith("unknown/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        }

        if (JsonText.TextOf((manifest["config"] as JsonObject)?["digest"]) is not { } config)
        {
            return [];
        }

        var link = await registry.Ecr.GetDownloadUrlForLayerAsync(
            new GetDownloadUrlForLayerRequest
            {
                RegistryId = image.RegistryId,
                RepositoryName = image.RepositoryName,
                LayerDigest = config
            }, cancellationToken).ConfigureAwait(false);
        var address = AnsweredAddress.Require(link.DownloadUrl, registry.Ecr.Config, "the config of the image");
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler) { Timeout = ConfigTimeout, MaxResponseContentBufferSize = JsonText.LongestDocument };
        using var answer = await http.GetAsync(address, cancellationToken).ConfigureAwait(false);
        return answer.IsSuccessStatusCode
            && Platform(JsonText.ParseObject(await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false), "the config")) is { } platform
                ? [platform] : [];
    }

    private static string? Platform(JsonNode? node)
        => JsonText.TextOf((node as JsonObject)?["os"]) is { } system && JsonText.TextOf(node!["architecture"]) is { } processor
            ? $"{system}/{processor}" : null;
}
