using System;
using System.Collections.Generic;
using System.Linq;

namespace EcsTools.Sandbox.Registry;

/// <summary>Looks up image names for tasks, without HTTP.</summary>
internal sealed partial class ImageRegistry
{
    /// <param name="reference">The name in the task definition.</param>
    /// <param name="hosts">Names of this registry.</param>
    public ImageResolution Resolve(string reference, IReadOnlyList<string> hosts)
    {
        if (ImageReference.Parse(reference) is not { } name)
        {
            return new ImageResolution(ImageResolutionStatus.Malformed);
        }

        if (name.Host is null || !hosts.Contains(name.Host, StringComparer.Ordinal))
        {
            return new ImageResolution(ImageResolutionStatus.OtherRegistry, name.Repository, name.Tag);
        }

        lock (_gate)
        {
            if (!_repositories.TryGetValue(name.Repository, out var repository))
            {
                return new ImageResolution(ImageResolutionStatus.RepositoryMissing, name.Repository, name.Tag)
                {
                    Nearest = NearestNames.Find(name.Repository, _repositories.Keys),
                };
            }

            // If a name has both, only the digest counts, as in the engine.
            if (Find(repository, name.Digest, name.Digest is null ? name.Tag : null) is not { } image)
            {
                return new ImageResolution(ImageResolutionStatus.ImageMissing, name.Repository, name.Tag)
                {
                    Nearest = NearestNames.Find(name.Tag ?? "latest", repository.ImageTags.Keys),
                };
            }

            return new ImageResolution(ImageResolutionStatus.Found, name.Repository, name.Tag)
            {
                Digest = image.Digest,
                MediaType = image.MediaType,
                Platforms = PlatformsOf(image),
            };
        }
    }

    /// <summary>Reads the image for a platform, as a pull does, and records the time.</summary>
    /// <returns>The image, or null if it does not exist any more, or an index has none for the platform.</returns>
    public StoredImage? PullFor(string repository, string digest, string platform)
    {
        // An index can hold indexes. Each names its content by digest, so this comes to an end.
        while (Contains(repository) && Pull(repository, digest, null) is var (image, manifest))
        {
            if (!image.IsIndex)
            {
                return image;
            }

            if (ImageManifest.ChildFor(manifest, platform) is not { } child)
            {
                return null;
            }

            digest = child;
        }

        return null;
    }

    private bool Contains(string repository)
    {
        lock (_gate)
        {
            return _repositories.ContainsKey(repository);
        }
    }

    private IReadOnlyList<string> PlatformsOf(StoredImage image)
    {
        if (image.IsIndex)
        {
            return ImageManifest.PlatformsOfIndex(_store.ReadAll(image.Digest));
        }

        // A configuration of several megabytes belongs to an artifact, not to an image.
        var configuration = image.Blobs[0].Digest;
        return _store.Length(configuration) is >= 0 and <= ImageManifest.MaximumLength
            ? ImageManifest.PlatformsOfConfiguration(_store.ReadAll(configuration))
            : Array.Empty<string>();
    }
}
