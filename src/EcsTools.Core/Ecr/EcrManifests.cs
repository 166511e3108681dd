using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR.Model;
using EcsTools.Aws;
using EcsTools.Images.Oci;

namespace EcsTools.Ecr;

/// <summary>
/// Reads manifests of a repository through ECR's API, a hundred per call. ECR counts each read as a pull and records its time on the image.
/// </summary>
internal sealed class EcrManifests(AwsConnection connection, string repository)
{
    // ECR limit: images in one BatchGetImage.
    private const int Batch = 100;

    /// <summary>The manifests of images, by digest. One that no longer exists, or has an unknown type, is left out.</summary>
    public async Task<Dictionary<string, RegistryManifest>> ReadAsync(IReadOnlyList<string> digests, CancellationToken cancellationToken)
    {
        var manifests = new Dictionary<string, RegistryManifest>(StringComparer.Ordinal);
        foreach (var batch in digests.InBatches(Batch))
        {
            var answer = await connection.Ecr.BatchGetImageAsync(
                new BatchGetImageRequest
                {
                    RepositoryName = repository,
                    ImageIds = batch.Select(digest => new ImageIdentifier { ImageDigest = digest }).ToList(),
                    AcceptedMediaTypes = RegistryManifest.SupportedMediaTypes.ToList(),
                },
                cancellationToken).ConfigureAwait(false);
            foreach (var image in answer.Images ?? [])
            {
                if (Read(image) is { } manifest)
                {
                    manifests[manifest.Digest] = manifest;
                }
            }
        }

        return manifests;
    }

    private RegistryManifest? Read(Image image)
    {
        var digest = image.ImageId.ImageDigest;
        try
        {
            return RegistryManifest.Parse(Encoding.UTF8.GetBytes(image.ImageManifest), image.ImageManifestMediaType, digest, $"{repository}@{digest}");
        }
        catch (MalformedContentException)
        {
            return null;
        }
    }
}
