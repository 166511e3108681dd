using System;
using System.Collections.Generic;
using System.Linq;
using Amazon.ECR.Model;
using EcsTools.Ecr;
using EcsTools.Models;

namespace EcsTools.Usage;

/// <summary>Selects the requested images, and records which of the requested names were never found.</summary>
internal sealed class ImageSelection
{
    private readonly IReadOnlyList<NamePattern> _tags;
    private readonly HashSet<string> _digests;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly FindImagesRequest _request;

    public ImageSelection(FindImagesRequest request)
    {
        _request = request;
        _tags = request.Tags is { Count: > 0 } tags ? NamePattern.ParseAll(tags) : [];
        _digests = new HashSet<string>(request.Digests ?? [], StringComparer.Ordinal);
    }

    public bool Takes(ImageDetail image)
    {
        _known.UnionWith(image.ImageTags ?? []);
        if ((_digests.Count > 0 && !_digests.Contains(image.ImageDigest)) || (_request.Untagged && image.ImageTags is { Count: > 0 })
            || (_tags.Count > 0 && Prefers(image) is null))
        {
            return false;
        }

        _seen.Add(image.ImageDigest);
        _seen.UnionWith(image.ImageTags ?? []);
        return true;
    }

    /// <summary>A tag of the image that was requested by name, or null.</summary>
    public string? Prefers(ImageDetail image)
        => EcrImageMapper.Ordered(image.ImageTags ?? []).FirstOrDefault(tag => _tags.Any(pattern => pattern.Matches(tag)));

    /// <summary>The full names that were requested and never found.</summary>
    public IEnumerable<EcsToolsException> Missed()
    {
        var tags = (_request.Tags ?? []).Where(tag => !NamePattern.HasWildcard(tag) && !_seen.Any(seen => new NamePattern(tag).Matches(seen)));
        return tags.Select(tag => Missing("ImageTag", "tag", tag)).Concat(_digests.Where(digest => !_seen.Contains(digest))
            .Select(digest => Missing("ImageDigest", "digest", digest)));
    }

    private EcsToolsException Missing(string parameter, string kind, string name)
        => new(
            ErrorCodes.ImageNotFound,
            $"There is no image with the {kind} '{name}' in "
                + $"{string.Join(", ", _request.RepositoryNames is { Count: > 0 } names ? names : ["any repository"])}.",
            NearestNames.Suggest(name, _known, "List the images: Find-EcrImage <repository>"),
            parameter,
            name);
}
