using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;
using EcsTools.Images.Sources;

namespace EcsTools.Images.Push;

/// <summary>
/// Copies an image from one repository to another, blob by blob. It needs no Docker engine, and keeps no layer on disk or completely in memory.
/// </summary>
public sealed class ImageCopyOperation
{
    private readonly RepositoryClient _source;
    private readonly ImageManifest _root;

    private ImageCopyOperation(RepositoryClient source, ImageManifest root)
    {
        _source = source;
        _root = root;
    }

    /// <summary>Digest of the image or index.</summary>
    public string Digest => Sha256Digest.Compute(_root.Bytes!);

    /// <summary>Platforms of the image, such as <c>linux/amd64</c>; empty for an artifact that is not an image.</summary>
    public IReadOnlyList<string> Platforms
        => Images.Select(image => image.Platform?.ToString()).OfType<string>()
            .Where(text => !text.StartsWith("unknown/", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>Total bytes of its configs and layers. Each is counted once.</summary>
    public long Size
        => Images.SelectMany(image => image.Blobs()).GroupBy(blob => blob.Name, StringComparer.Ordinal).Sum(blob => blob.First().SourceSize);

    private IEnumerable<ImageManifest> Images => _root.ChildrenFirst().Where(manifest => !MediaTypes.IsIndex(manifest.MediaType));

    /// <summary>Finds the image. Changes nothing.</summary>
    /// <param name="source">The repository that has the image. The caller keeps ownership of it.</param>
    /// <param name="reference">Tag or digest.</param>
    /// <param name="platform">The platform to copy from an index, such as <c>linux/arm64</c>; null copies the whole index.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">There is no such image, or the registry refuses.</exception>
    public static async Task<ImageCopyOperation> FindAsync(
        RepositoryClient source, string reference, string? platform, CancellationToken cancellationToken)
        => new(source, await RegistryImageSource.ReadAsync(source, reference, platform, cancellationToken).ConfigureAwait(false));

    /// <summary>Whether each tag names this image already, with everything that it consists of. Changes nothing.</summary>
    /// <param name="target">The repository to copy to.</param>
    /// <param name="tags">Tags, or the digest alone for a copy without a tag.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<bool> IsPresentAsync(PushTarget target, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        var there = await Task.WhenAll(tags.Select(tag => target.Client.FindManifestAsync(tag, cancellationToken))).ConfigureAwait(false);
        return Array.TrueForAll(there, digest => digest == Digest);
    }

    /// <summary>Copies the image. It does not send what the repository already has, and moves no tag until all content is there.</summary>
    /// <param name="target">The repository to copy to.</param>
    /// <param name="tags">Tags, or the digest alone for a copy without a tag.</param>
    /// <param name="includeReferrers">Whether signatures, SBOMs and other referrers are copied too.</param>
    /// <param name="activity">Title of the progress reports.</param>
    /// <param name="progress">Receives the progress of each layer, or null.</param>
    /// <param name="cancellationToken">Cancels the copy. Content that was already sent stays.</param>
    /// <returns>The result, which also counts the blobs of referrers, and the number of referrers that were copied.</returns>
    /// <exception cref="EcsToolsException">A registry refuses, or content does not match its digest.</exception>
    public async Task<(PushResult Result, int Referrers)> RunAsync(
        PushTarget target,
        IReadOnlyList<string> tags,
        bool includeReferrers,
        string activity,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        var report = new PushReport(activity, progress);
        var pusher = new RegistryPusher(target.Client, PushedLayerCache.ForThisUser(), report) { IsImmutable = target.IsImmutable };
        var result = await pusher.PushAsync(_root, tags, cancellationToken).ConfigureAwait(false);
        var referrers = includeReferrers
            ? await new Referrers(_source, target.Client).CopyAsync(
                _root,
                (image, reference) => new RegistryPusher(target.Client, PushedLayerCache.ForThisUser(), report)
                    .PushAsync(image, [reference], cancellationToken),
                cancellationToken).ConfigureAwait(false)
            : 0;
        return (
            result with
            {
                BlobsSent = report.Sent,
                BlobsPresent = report.Present,
                BlobsMounted = report.Mounted,
                BytesSent = report.BytesSent,
            },
            referrers);
    }
}
