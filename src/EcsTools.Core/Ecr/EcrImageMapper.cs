using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.ECR.Model;
using EcsTools.Aws;
using EcsTools.Models;

namespace EcsTools.Ecr;

/// <summary>Converts ECR's image descriptions to the objects that commands return.</summary>
internal static class EcrImageMapper
{
    public static EcrStoredImage ToModel(EcrRepository repository, ImageDetail image, DateTimeOffset now, string? preferredTag = null)
    {
        var tags = Ordered(image.ImageTags ?? []).ToList();
        var tag = preferredTag ?? tags.FirstOrDefault();
        var pushed = AwsTime.From(image.ImagePushedAt);
        return new EcrStoredImage
        {
            ImageUri = repository.RepositoryUri + (tag is null ? "@" + image.ImageDigest : ":" + tag),
            RepositoryName = repository.RepositoryName,
            RepositoryUri = repository.RepositoryUri,
            ImageTag = tag,
            ImageTags = tags,
            ImageDigest = image.ImageDigest,
            MediaType = image.ImageManifestMediaType,
            ArtifactType = image.ArtifactMediaType,
            SubjectDigest = image.SubjectManifestDigest,
            Size = image.ImageSizeInBytes ?? 0,
            PushedAt = pushed,
            Age = pushed is null ? null : now - pushed,
            LastPulledAt = AwsTime.From(image.LastRecordedPullTime),
            ScanStatus = image.ImageScanStatus?.Status?.Value,
            ScanFindings = Findings(image.ImageScanFindingsSummary?.FindingSeverityCounts),
            AccountId = repository.AccountId,
            Region = repository.Region,
        };
    }

    /// <summary>Puts version tags before <c>latest</c>, which says nothing about an image.</summary>
    public static IEnumerable<string> Ordered(IEnumerable<string> tags)
        => tags.OrderBy(tag => tag == "latest").ThenBy(tag => tag, StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, int> Findings(Dictionary<string, int>? counts) => counts ?? [];
}
