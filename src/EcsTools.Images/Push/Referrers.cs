using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;
using EcsTools.Images.Sources;

namespace EcsTools.Images.Push;

/// <summary>
/// Copies the artifacts that refer to an image: signatures, SBOMs and others with a subject, and those that cosign stores under tags made from the image's
/// digest.
/// </summary>
internal sealed class Referrers(RepositoryClient source, RepositoryClient target)
{
    // The tags that cosign writes for an image, without a subject.
    private static readonly string[] CosignEndings = [".sig", ".att", ".sbom"];

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>Copies everything that refers to any manifest of an image, and everything that refers to those artifacts.</summary>
    /// <param name="root">The image or index.</param>
    /// <param name="copy">Copies a manifest and its blobs to a tag or digest.</param>
    /// <param name="cancellationToken">Cancels the copy.</param>
    /// <returns>How many artifacts were copied.</returns>
    public async Task<int> CopyAsync(ImageManifest root, Func<ImageManifest, string, Task> copy, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var manifest in root.ChildrenFirst())
        {
            count += await CopyOfAsync(Sha256Digest.Compute(manifest.Bytes!), copy, cancellationToken).ConfigureAwait(false);
        }

        return count;
    }

    private async Task<int> CopyOfAsync(string subject, Func<ImageManifest, string, Task> copy, CancellationToken cancellationToken)
    {
        if (!_seen.Add(subject))
        {
            return 0;
        }

        var count = 0;
        var listed = new List<(RegistryManifest Manifest, string? ListedBy)>();
        foreach (var entry in await source.FindReferrersAsync(subject, cancellationToken).ConfigureAwait(false))
        {
            var digest = entry.Manifest.Digest;
            var image = await RegistryImageSource.ReadAsync(source, digest, null, cancellationToken).ConfigureAwait(false);
            await copy(image, digest).ConfigureAwait(false);
            var manifest = RegistryManifest.Parse(image.Bytes!, image.MediaType, digest, source.Repository);
            var listedBy = await target.PutManifestAsync(digest, image.MediaType, image.Bytes!, cancellationToken).ConfigureAwait(false);
            listed.Add((manifest, listedBy));
            count += 1 + await CopyOfAsync(digest, copy, cancellationToken).ConfigureAwait(false);
        }

        var unlisted = listed.Where(one => one.ListedBy is null).Select(one => one.Manifest).ToList();
        await KeepIndexAsync(subject, unlisted, cancellationToken).ConfigureAwait(false);
        foreach (var tag in CosignEndings.Select(ending => RepositoryClient.ReferrersTagOf(subject) + ending))
        {
            if (await source.FindManifestAsync(tag, cancellationToken).ConfigureAwait(false) is not null)
            {
                var artifact = await RegistryImageSource.ReadAsync(source, tag, null, cancellationToken).ConfigureAwait(false);
                await copy(artifact, tag).ConfigureAwait(false);
                count++;
            }
        }

        return count;
    }

    /// <summary>
    /// If a registry does not say that it lists the referrers of a subject, its clients must do so: they keep an index under a tag for the subject.
    /// </summary>
    private async Task KeepIndexAsync(string subject, IReadOnlyList<RegistryManifest> referrers, CancellationToken cancellationToken)
    {
        if (referrers.Count == 0)
        {
            return;
        }

        var tag = RepositoryClient.ReferrersTagOf(subject);
        var there = await target.GetManifestAsync(tag, cancellationToken).ConfigureAwait(false);
        var entries = there is null ? [] : JsonText.ParseObject(there.Bytes, tag)["manifests"] as JsonArray ?? [];
        var missing = referrers.Where(referrer => there?.Entries.Any(entry => entry.Manifest.Digest == referrer.Digest) != true).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaTypes.OciIndex,
            ["manifests"] = new JsonArray(entries.Select(entry => JsonNode.Parse(entry!.ToJsonString())).Concat(missing.Select(Entry)).ToArray()),
        };
        await target.PutManifestAsync(tag, MediaTypes.OciIndex, Encoding.UTF8.GetBytes(index.ToJsonString()), cancellationToken)
            .ConfigureAwait(false);
    }

    // The artifact type is the manifest's own; if it has none, the type of its config. The annotations are those of the manifest.
    private static JsonNode Entry(RegistryManifest referrer)
    {
        var entry = new JsonObject
        {
            ["mediaType"] = referrer.MediaType,
            ["digest"] = referrer.Digest,
            ["size"] = referrer.Bytes.Length,
            ["artifactType"] = referrer.ArtifactType ?? referrer.Config?.MediaType,
        };
        if (referrer.Annotations is { } annotations)
        {
            entry["annotations"] = JsonNode.Parse(annotations.ToJsonString());
        }

        return entry;
    }
}
