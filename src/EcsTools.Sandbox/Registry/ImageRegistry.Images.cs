using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace EcsTools.Sandbox.Registry;

/// <summary>Puts, finds, reads and deletes images.</summary>
internal sealed partial class ImageRegistry
{
    // ECR accepts tags of up to 300 characters (service model: ImageTag) with the characters of the distribution specification.
    private static readonly Regex TagPattern = new("^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}$", RegexOptions.CultureInvariant);

    /// <summary>
    /// Adds an image whose blobs (for an index: whose images) are already in the repository.
    /// With <paramref name="mayRepeat"/>, an immutable tag can be set again on the image that has it. The ECR API allows that,
    /// but its registry does not.
    /// </summary>
    /// <returns>The image, and whether the image and the tag existed before.</returns>
    /// <exception cref="Protocol.AwsError">The errors of PutImage, except ImageAlreadyExistsException.</exception>
    public (StoredImage Image, bool Existed) Put(
        string repositoryName, byte[] content, string? mediaType, string? tag, string? expectedDigest, bool mayRepeat)
    {
        if (tag is not null && !TagPattern.IsMatch(tag))
        {
            throw RegistryErrors.Invalid("imageTag", "must satisfy regular expression '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}'");
        }

        bool existed;
        StoredImage image;
        Read(repositoryName, repository => repository.Name);
        var manifest = ImageManifest.Parse(content, mediaType);
        var digest = ContentDigest.Of(content);
        lock (_gate)
        {
            var repository = Get(repositoryName);
            if (expectedDigest is not null && expectedDigest != digest)
            {
                throw RegistryErrors.DigestDiffers(repositoryName, expectedDigest);
            }

            RequireParts(repository, manifest);
            existed = repository.Images.ContainsKey(digest) && (tag is null || repository.DigestOf(tag) == digest);
            if (tag is not null && repository.DigestOf(tag) is { } tagged
                && !(mayRepeat && tagged == digest) && repository.IsImmutable(tag))
            {
                throw RegistryErrors.TagExists(repositoryName, tag);
            }

            image = Keep(repository, manifest, digest, content);
            if (tag is not null)
            {
                repository.ImageTags[tag] = digest;
            }
        }

        _changed();
        return (image, existed);
    }

    /// <summary>Finds an image by digest or tag, or by both if they agree; null if it does not exist.</summary>
    public static StoredImage? Find(RegistryRepository repository, string? digest, string? tag)
    {
        var tagged = tag is null ? null : repository.DigestOf(tag);
        if (tag is not null && (tagged is null || (digest is not null && digest != tagged)))
        {
            return null;
        }

        return (digest ?? tagged) is { } wanted && repository.Images.TryGetValue(wanted, out var image) ? image : null;
    }

    /// <summary>Reads an image and its manifest for a pull, and records the time.</summary>
    public (StoredImage Image, byte[] Manifest)? Pull(string repositoryName, string? digest, string? tag)
    {
        StoredImage image;
        lock (_gate)
        {
            if (Find(Get(repositoryName), digest, tag) is not { } found)
            {
                return null;
            }

            image = found;
            image.LastPulledAt = _clock.EpochSeconds;
        }

        return TryRead(image) is { } manifest ? (image, manifest) : null;
    }

    /// <summary>The referrers of a manifest, each with its own manifest, in the order of digests. The manifest itself does not have to exist.</summary>
    public IReadOnlyList<(StoredImage Image, byte[] Manifest)> ReferrersOf(string repositoryName, string digest)
    {
        var referrers = Read(repositoryName, repository => repository.Images.Values.Where(image => image.Subject == digest).ToList());
        return referrers.OrderBy(image => image.Digest, StringComparer.Ordinal)
            .Select(image => (Image: image, Manifest: TryRead(image)))
            .Where(referrer => referrer.Manifest is not null)
            .Select(referrer => (referrer.Image, referrer.Manifest!))
            .ToList();
    }

    /// <summary>The manifest of an image; null if the image was deleted meanwhile. It is read without the lock.</summary>
    private byte[]? TryRead(StoredImage image)
    {
        try
        {
            return _store.ReadAll(image.Digest);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Size of an image: its configuration and layers. For an index, the size of its largest image.</summary>
    public static long SizeOf(RegistryRepository repository, StoredImage image)
    {
        if (image.ImageBytes is { } known)
        {
            return known;
        }

        // Kept by an earlier version. This is not a recursion, because indexes can be nested without limit, and one can be named many times.
        var (largest, seen, open) = (0L, new HashSet<string>(StringComparer.Ordinal) { image.Digest }, new Stack<StoredImage>([image]));
        while (open.Count > 0)
        {
            var one = open.Pop();
            largest = one.IsIndex ? largest : Math.Max(largest, one.Blobs.Sum(blob => blob.Size));
            foreach (var child in one.Children)
            {
                if (seen.Add(child) && repository.Images.TryGetValue(child, out var found))
                {
                    open.Push(found);
                }
            }
        }

        return largest;
    }

    /// <summary>
    /// Deletes a tag, and with its last tag the image. By digest, deletes the image with all its tags.
    /// </summary>
    public ImageDeletion Delete(string repositoryName, string? digest, string? tag)
    {
        IReadOnlyList<(string, string?)> deleted;
        lock (_gate)
        {
            var repository = Get(repositoryName);
            if (WhyNotDeleted(repository, digest, tag) is { } failure)
            {
                return new ImageDeletion([], failure);
            }

            var image = Find(repository, digest, tag)!;
            deleted = DeleteFrom(repository, image, tag);
        }

        _changed();
        return new ImageDeletion(deleted, null);
    }

    /// <summary>Why an image identifier matches nothing; null if it matches an image.</summary>
    public static ImageFailure? WhyNotFound(RegistryRepository repository, string? digest, string? tag)
    {
        if (digest is null && tag is null)
        {
            return new("MissingDigestAndTag", "Invalid request parameters: both tag and digest cannot be null");
        }

        if (digest is not null && !ContentDigest.IsValid(digest))
        {
            return new(
                "InvalidImageDigest",
                "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'");
        }

        if (digest is not null && tag is not null && repository.DigestOf(tag) is { } tagged && tagged != digest)
        {
            return new("ImageTagDoesNotMatchDigest", "Tag does not match digest");
        }

        return Find(repository, digest, tag) is null ? ImageFailure.NotFound : null;
    }

    private static ImageFailure? WhyNotDeleted(RegistryRepository repository, string? digest, string? tag)
    {
        if (WhyNotFound(repository, digest, tag) is { } failure)
        {
            return failure;
        }

        var image = Find(repository, digest, tag)!;
        if (tag is not null && repository.TagsOf(image.Digest).Count > 1)
        {
            return null;
        }

        var indexes = repository.Images.Values.Where(other => other.Children.Contains(image.Digest)).Select(other => other.Digest).ToList();
        return indexes.Count == 0
            ? null
            : new ImageFailure(
                "ImageReferencedByManifestList", $"Requested image referenced by manifest list: [{string.Join(", ", indexes)}]");
    }

    private List<(string Digest, string? Tag)> DeleteFrom(RegistryRepository repository, StoredImage image, string? tag)
    {
        var tags = repository.TagsOf(image.Digest);
        if (tag is not null && tags.Count > 1)
        {
            repository.ImageTags.Remove(tag);
            return new List<(string, string?)> { (image.Digest, tag) };
        }

        Forget(repository, image);
        var inUse = repository.Images.Values.SelectMany(other => other.Blobs).Select(blob => blob.Digest);
        var used = new HashSet<string>(inUse, StringComparer.Ordinal);
        var unused = image.Blobs.Select(blob => blob.Digest).Where(blob => !used.Contains(blob)).ToList();
        repository.Blobs.ExceptWith(unused);
        RemoveUnused(unused.Append(image.Digest));
        return tags.Count == 0
            ? new List<(string, string?)> { (image.Digest, null) }
            : tags.Select(one => (image.Digest, (string?)one)).ToList();
    }

    private void RequireParts(RegistryRepository repository, ImageManifest manifest)
    {
        var missing = manifest.Blobs.Select(blob => blob.Digest)
            .Where(digest => !repository.Blobs.Contains(digest)).Distinct(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
        {
            throw RegistryErrors.LayersNotFound(repository.Name, missing);
        }

        missing = manifest.Children.Where(digest => !repository.Images.ContainsKey(digest)).ToList();
        if (missing.Count > 0)
        {
            throw RegistryErrors.ReferencedImagesNotFound(repository.Name, missing);
        }
    }

    private StoredImage Keep(RegistryRepository repository, ImageManifest manifest, string digest, byte[] content)
    {
        if (repository.Images.TryGetValue(digest, out var known))
        {
            return known;
        }

        _store.Write(content);
        var image = new StoredImage
        {
            Digest = digest,
            MediaType = manifest.MediaType,
            ArtifactMediaType = manifest.ArtifactMediaType,
            Subject = manifest.Subject,
            PushedAt = _clock.EpochSeconds,
            Blobs = manifest.Blobs.ToList(),
            Children = manifest.Children.ToList(),
        };
        image.ImageBytes = image.IsIndex
            ? image.Children.Select(child => SizeOf(repository, repository.Images[child])).DefaultIfEmpty(0).Max()
            : image.Blobs.Sum(blob => blob.Size);
        repository.Images.Add(digest, image);
        return image;
    }
}
