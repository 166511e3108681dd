using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;

namespace EcsTools.Images.Sources;

/// <summary>
/// An image in a registry as the source of a push. Its manifests are copied byte for byte, and its blobs are streamed from that registry.
/// </summary>
internal sealed class RegistryImageSource
{
    private readonly RepositoryClient _client;
    private int _manifests;

    private RegistryImageSource(RepositoryClient client)
    {
        _client = client;
    }

    /// <summary>Reads the manifest of an image; for an index, also the manifests of its images.</summary>
    /// <param name="client">The client for the registry. It must stay open as long as blobs are read.</param>
    /// <param name="reference">Tag or digest.</param>
    /// <param name="platform">One platform of an index, such as <c>linux/arm64</c>; null for the whole index.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="EcsToolsException">The image does not exist, or not for this platform.</exception>
    public static async Task<ImageManifest> ReadAsync(
        RepositoryClient client, string reference, string? platform, CancellationToken cancellationToken)
    {
        try
        {
            return await new RegistryImageSource(client).ReadAsync(reference, platform, cancellationToken).ConfigureAwait(false);
        }
        catch (MalformedContentException e)
        {
            throw RegistryManifest.Unreadable($"{client.Place}{(Sha256Digest.Is(reference) ? "@" : ":")}{reference}", e);
        }
    }

    private async Task<ImageManifest> ReadAsync(string reference, string? platform, CancellationToken cancellationToken)
    {
        var manifest = await GetAsync(reference, cancellationToken).ConfigureAwait(false);
        if (platform is not null && manifest.IsIndex)
        {
            var entry = PlatformChoice.Choose(manifest.Entries, platform, _client.Place);
            manifest = await GetAsync(entry.Manifest.Digest, cancellationToken).ConfigureAwait(false);
        }

        var root = await ToImageAsync(manifest, null, 1, cancellationToken).ConfigureAwait(false);
        if (platform is not null)
        {
            PlatformChoice.Require(root.Platform, platform, _client.Place);
        }

        return root;
    }

    private async Task<RegistryManifest> GetAsync(string reference, CancellationToken cancellationToken)
        => await _client.GetManifestAsync(reference, cancellationToken).ConfigureAwait(false)
            ?? throw new EcsToolsException(
                ErrorCodes.ImageNotFound,
                $"The registry {_client.Registry.Host} has no image '{_client.Repository}{(Sha256Digest.Is(reference) ? "@" : ":")}{reference}'.",
                "Check the repository and the tag.",
                "Source",
                reference);

    private async Task<ImageManifest> ToImageAsync(RegistryManifest manifest, ImagePlatform? platform, int depth, CancellationToken cancellationToken)
    {
        if (!manifest.IsIndex)
        {
            var config = manifest.Config ?? throw new MalformedContentException($"the manifest {manifest.Digest} has no config");
            return new ImageManifest
            {
                MediaType = manifest.MediaType,
                Bytes = manifest.Bytes,
                Config = Blob(config),
                Layers = manifest.Layers.Where(layer => !MediaTypes.IsForeign(layer.MediaType)).Select(Blob).ToArray(),
                Platform = platform ?? await PlatformAsync(config, cancellationToken).ConfigureAwait(false),
            };
        }

        // Each index costs a request to the registry. Without a limit, indexes that name each other many times would cause requests without end.
        if (depth > LayoutDocuments.Deepest)
        {
            throw new MalformedContentException($"its indexes are nested more than {LayoutDocuments.Deepest} levels deep, at {manifest.Digest}");
        }

        var children = new List<ImageManifest>();
        foreach (var entry in manifest.Entries)
        {
            if (++_manifests > Descriptor.MostOfOne)
            {
                throw new MalformedContentException($"its indexes name more than {Descriptor.MostOfOne} manifests");
            }

            var child = await GetAsync(entry.Manifest.Digest, cancellationToken).ConfigureAwait(false);
            children.Add(await ToImageAsync(child, entry.Platform, depth + 1, cancellationToken).ConfigureAwait(false));
        }

        return new ImageManifest { MediaType = manifest.MediaType, Bytes = manifest.Bytes, Children = children };
    }

    private async Task<ImagePlatform?> PlatformAsync(Descriptor config, CancellationToken cancellationToken)
        => config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig
            ? ImageConfig.PlatformOf(JsonText.ParseObject(
                await _client.GetBlobAsync(config, cancellationToken).ConfigureAwait(false), $"the config {config.Digest}"), $"the config {config.Digest}")
            : null;

    private ImageBlob Blob(Descriptor blob)
        => new(blob.MediaType, blob.Size, token => Task.FromResult(_client.OpenBlob(blob, token)))
        {
            Descriptor = blob,
            MountFrom = new BlobOrigin(_client.Registry.Host, _client.Repository),
        };
}
