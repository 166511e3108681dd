using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;
using EcsTools.Images.Registry;
using EcsTools.Images.Sources;

namespace EcsTools.Images.Push;

/// <summary>Lets the Docker engine that has an image push it. If the engine has little to send, this is quicker than exporting the whole image.</summary>
internal sealed class EnginePusher
{
    // How many bytes of layers Docker's engine and this process handle in a second, measured on two cores. The figures only tell small from large.
    private const double ExportRate = 80e6;
    private const double EngineRatePerLayer = 25e6;
    private const double EngineOverhead = 0.1;
    private const double StoreRate = 180e6;
    private const double StoreOverhead = 0.1;

    /// <summary>
    /// The encoder name for layers that the engine sent. The engine reuses only the digests that it made itself, and sends all other layers again.
    /// </summary>
    private const string EngineEncoder = "engine";

    private readonly RepositoryClient _client;
    private readonly Func<CancellationToken, Task<RegistryCredential?>> _credential;

    /// <param name="client">The client for the registry, for what the engine does not report.</param>
    /// <param name="credential">Returns the credential that the engine pushes with.</param>
    public EnginePusher(RepositoryClient client, Func<CancellationToken, Task<RegistryCredential?>> credential)
    {
        _client = client;
        _credential = credential;
    }

    /// <summary>Whether the engine can push the layers in less time than this process needs to read and send them.</summary>
    public async Task<bool> IsQuickerAsync(EngineImageSource source, RemoteImageState look, PushedLayerCache index, CancellationToken cancellationToken)
    {
        var missing = new HashSet<string>(look.MissingBlobs().Select(blob => blob.Name), StringComparer.Ordinal);
        if (source.IsStored || source.Engine.IsPodman || missing.Count == 0 || !Reaches(source.Engine))
        {
            return false;
        }

        var sizes = await source.SizesAsync().ConfigureAwait(false);
        bool IsSent(string diffId) => missing.Contains(diffId) || index.Find(diffId, EngineEncoder) is null;
        var sent = source.DiffIds.Select((diffId, i) => IsSent(diffId) ? sizes[i] : 0).ToArray();
        var longest = sent.DefaultIfEmpty().Max() / EngineRatePerLayer;
        var together = sent.Sum() / EngineRatePerLayer / Environment.ProcessorCount;
        var own = source.MayAskForLayers
            ? StoreOverhead + (source.DiffIds.Select((diffId, i) => missing.Contains(diffId) ? sizes[i] : 0).Sum() / StoreRate)
            : EngineOverhead + (source.Size / ExportRate);
        return EngineOverhead + Math.Max(longest, together) < own;
    }

    /// <summary>Lets the engine push the image under each tag.</summary>
    /// <exception cref="EcsToolsException">EnginePushFailed, or the registry has another image afterwards.</exception>
    public async Task<PushResult> PushAsync(
        EngineImageSource source, RemoteImageState look, PushedLayerCache index, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var images = new EngineImages(source.Engine);
        var credential = await _credential(cancellationToken).ConfigureAwait(false);
        var manifest = await PushTagsAsync(images, source, look.Tags, credential, progress, cancellationToken).ConfigureAwait(false);
        if (manifest?.Config?.Digest != source.ImageId || manifest.Layers.Count != source.DiffIds.Count)
        {
            throw new EcsToolsException(
                ErrorCodes.EnginePushFailed,
                $"The Docker engine pushed {source.Name}, but {_client.Repository} now has another image ({manifest?.Digest}).",
                "Push it again with -Transport Direct.",
                "Transport",
                source.Name);
        }

        var layers = manifest.Layers.ToArray();
        for (var i = 0; i < layers.Length; i++)
        {
            var blob = layers[i] with { MediaType = LayerMediaType.Compressed };
            index.Add(source.DiffIds[i], blob, EngineEncoder, $"{_client.Place}");
        }

        await index.SaveAsync().ConfigureAwait(false);
        return Result(source, look, manifest);
    }

    /// <summary>A registry on this machine is a different one for an engine on another machine.</summary>
    private bool Reaches(DockerEngine engine) => !_client.Registry.IsLoopback || engine.Location.SocketPath is not null;

    /// <summary>
    /// Lets the engine push each tag. The name of an image tells the engine where to push, so the image gets that name for the time of the push. A name
    /// that existed before stays. Names are restored while the manifest is read.
    /// </summary>
    /// <returns>The manifest that the registry now has.</returns>
    private async Task<RegistryManifest?> PushTagsAsync(
        EngineImages images,
        EngineImageSource source,
        IReadOnlyList<string> tags,
        RegistryCredential? credential,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken)
    {
        var restoring = new List<Task>();
        try
        {
            string? digest = null;
            foreach (var reference in tags.Select(tag => $"{_client.NameForEngine}:{tag}"))
            {
                Func<Task>? restore = null;
                if (!source.References.Contains(reference))
                {
                    var before = await images.FindIdAsync(reference, cancellationToken).ConfigureAwait(false);
                    await images.TagAsync(source.ImageId, reference, cancellationToken).ConfigureAwait(false);
                    restore = () => before is null
                        ? images.RemoveAsync(reference, CancellationToken.None)
                        : images.TagAsync(before, reference, CancellationToken.None);
                }

                try
                {
                    digest = await images.PushAsync(reference, credential, progress, cancellationToken).ConfigureAwait(false);
                }
                finally
                {
                    restoring.Add(restore?.Invoke() ?? Task.CompletedTask);
                }
            }

            return await _client.GetManifestAsync(digest!, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAll(restoring).ConfigureAwait(false);
        }
    }

    private static PushResult Result(EngineImageSource source, RemoteImageState look, RegistryManifest manifest)
    {
        var names = new[] { source.ImageId }.Concat(source.DiffIds);
        var blobs = new[] { manifest.Config! }.Concat(manifest.Layers);
        var missing = new HashSet<string>(look.MissingBlobs().Select(blob => blob.Name), StringComparer.Ordinal);
        var sent = names.Zip(blobs, (name, blob) => (name, blob)).Where(pair => missing.Contains(pair.name)).Select(pair => pair.blob).Distinct().ToArray();
        return new PushResult
        {
            Digest = manifest.Digest,
            MediaType = manifest.MediaType,
            Platform = look.Root.Platform,
            Transport = ImageTransport.Engine,
            Size = blobs.Sum(blob => blob.Size),
            BlobsSent = sent.Length,
            BlobsPresent = blobs.Distinct().Count() - sent.Length,
            BytesSent = sent.Sum(blob => blob.Size),
            TagsPresent = look.TagDigests.Values.Count(there => there == manifest.Digest),
            TagsReplaced = look.TagDigests.Values.Count(there => there is not null && there != manifest.Digest),
        };
    }
}
