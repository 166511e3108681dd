using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Amazon.ECR;
using Amazon.ECR.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>Adds what ECR returns only image by image: platforms, from manifests and configs, and scans.</summary>
internal sealed class ImageDetails(AwsConnection connection)
{
    // Number of small calls at the same time, well within ECR's rate.
    private const int Ahead = 8;

    /// <summary>The same images with platforms and scans.</summary>
    public async Task<IReadOnlyList<EcrStoredImage>> ReadAsync(
        EcrRepository repository, IReadOnlyList<EcrStoredImage> images, CancellationToken cancellationToken)
    {
        var manifests = await new EcrManifests(connection, repository.RepositoryName)
            .ReadAsync(images.Select(image => image.ImageDigest).ToList(), cancellationToken).ConfigureAwait(false);
        using var client = EcrRegistryClients.Open(connection, repository.RepositoryUri);
        var detailed = new List<EcrStoredImage>(images.Count);
        foreach (var batch in images.InBatches(Ahead))
        {
            detailed.AddRange(await Task.WhenAll(batch.Select(async image =>
            {
                var platforms = manifests.TryGetValue(image.ImageDigest, out var manifest)
                    ? await client.FindPlatformsAsync(manifest, cancellationToken).ConfigureAwait(false)
                    : [];
                var scanned = image.ScanStatus is null && image.SubjectDigest is null
                    ? await ScanAsync(image, cancellationToken).ConfigureAwait(false)
                    : image;
                return scanned with
                {
                    Platforms = platforms.Select(platform => platform.ToString()).Distinct(StringComparer.Ordinal).ToList(),
                    ChildDigests = manifest?.Entries.Select(entry => entry.Manifest.Digest).ToList() ?? [],
                    Architecture = platforms is [var one] ? one.Architecture switch { "amd64" => "X86_64", "arm64" => "ARM64", _ => null } : null,
                };
            })).ConfigureAwait(false));
        }

        return detailed;
    }

    /// <summary>
    /// DescribeImages returns nothing about scans by ECR's newer basic scanning or by Inspector. Source: the ECR API reference,
    /// DescribeImages.
    /// </summary>
    private async Task<EcrStoredImage> ScanAsync(EcrStoredImage image, CancellationToken cancellationToken)
    {
        try
        {
            var request = new DescribeImageScanFindingsRequest
            {
                RepositoryName = image.RepositoryName,
                ImageId = new ImageIdentifier { ImageDigest = image.ImageDigest },
                MaxResults = 1,
            };
            var answer = await connection.UnlessDeniedAsync(
                () => connection.Ecr.DescribeImageScanFindingsAsync(request, cancellationToken), null!, "The scan findings of images are left out")
                    .ConfigureAwait(false);
            return answer is null ? image : image with
            {
                ScanStatus = answer.ImageScanStatus?.Status?.Value,
                ScanFindings = EcrImageMapper.Findings(answer.ImageScanFindings?.FindingSeverityCounts),
            };
        }
        catch (AmazonECRException)
        {
            // Not scanned, or of a type that is not scanned.
            return image;
        }
    }
}
