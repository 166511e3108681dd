using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;

namespace EcsTools.Images.Push;

/// <summary>
/// Learns from the earlier images of a repository. The config of an image lists the diff ids of its layers, and its manifest lists their blobs in the same
/// order. A machine that has never pushed before learns in this way what it need not send.
/// </summary>
internal sealed class PreviousImageLayers
{
    /// <summary>How many images to look at. The newest have the most layers in common with the next one.</summary>
    private const int Most = 5;

    private readonly RepositoryClient _client;
    private readonly Func<CancellationToken, Task<IReadOnlyList<string>>>? _newest;

    /// <param name="client">The registry.</param>
    /// <param name="newest">Returns tags or digests, the newest first; null uses the highest tags of the repository.</param>
    public PreviousImageLayers(RepositoryClient client, Func<CancellationToken, Task<IReadOnlyList<string>>>? newest = null)
    {
        _client = client;
        _newest = newest;
    }

    /// <summary>Finds the blobs of layers.</summary>
    /// <param name="wanted">Diff ids of the layers.</param>
    /// <param name="first">An image that was already read, or null.</param>
    /// <param name="platform">The platform to read from an index.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<Dictionary<string, Descriptor>> LearnAsync(
        IReadOnlyCollection<string> wanted, RegistryManifest? first, ImagePlatform? platform, CancellationToken cancellationToken)
    {
        var learned = new Dictionary<string, Descriptor>(StringComparer.Ordinal);
        try
        {
            await ReadAsync(first, platform, learned, cancellationToken).ConfigureAwait(false);
            var open = wanted.Any(diffId => !learned.ContainsKey(diffId));
            foreach (var reference in open ? await CandidatesAsync(cancellationToken).ConfigureAwait(false) : Array.Empty<string>())
            {
                var manifest = await _client.GetManifestAsync(reference, cancellationToken).ConfigureAwait(false);
                await ReadAsync(manifest, platform, learned, cancellationToken).ConfigureAwait(false);
                if (wanted.All(learned.ContainsKey))
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is EcsToolsException or MalformedContentException)
        {
            // A user who may push need not be allowed to read, and an old image may have an unknown format. The layers are then sent.
        }

        return learned.Where(pair => wanted.Contains(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<string>> CandidatesAsync(CancellationToken cancellationToken)
    {
        if (_newest is not null)
        {
            return (await _newest(cancellationToken).ConfigureAwait(false)).Take(Most).ToList();
        }

        var tags = await _client.ListTagsAsync(cancellationToken).ConfigureAwait(false);
        return tags.OrderByDescending(tag => tag == "latest").ThenByDescending(Sortable, StringComparer.Ordinal).Take(Most).ToList();
    }

    /// <summary>Compares numbers in tags as numbers: 1.10 comes after 1.9.</summary>
    private static string Sortable(string tag) => Regex.Replace(tag, "[0-9]+", number => number.Value.PadLeft(20, '0'));

    private async Task ReadAsync(
        RegistryManifest? manifest, ImagePlatform? platform, Dictionary<string, Descriptor> learned, CancellationToken cancellationToken)
    {
        if (manifest is { IsIndex: true })
        {
            var entry = manifest.Entries.FirstOrDefault(e => e.Platform is not null && !e.IsAttestation && (platform is null || e.Platform == platform));
            manifest = entry is null ? null : await _client.GetManifestAsync(entry.Manifest.Digest, cancellationToken).ConfigureAwait(false);
        }

        if (manifest?.Config is not { MediaType: MediaTypes.DockerConfig or MediaTypes.OciConfig } config)
        {
            return;
        }

        var json = JsonText.ParseObject(await _client.GetBlobAsync(config, cancellationToken).ConfigureAwait(false), $"the config {config.Digest}");
        var diffIds = ImageConfig.DiffIdsOf(json, $"the config {config.Digest}");
        if (diffIds.Count != manifest.Layers.Count)
        {
            return;
        }

        for (var i = 0; i < diffIds.Count; i++)
        {
            // Uses the media type that a new manifest gives to a gzipped layer. A new manifest cannot contain any other type.
            if (MediaTypes.IsGzipLayer(manifest.Layers[i].MediaType))
            {
                learned[diffIds[i]] = manifest.Layers[i] with { MediaType = LayerMediaType.Compressed };
            }
        }
    }
}
