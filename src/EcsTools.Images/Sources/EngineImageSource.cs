using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.Images.Archives;
using EcsTools.Images.Engine;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Sources;

/// <summary>
/// An image of a Docker engine. One request tells its config and layers. Layers are read only when they are needed: from the engine's disk if this
/// process may read it; otherwise the engine reads its disk for it; and if the engine does not do that either, from the engine's export.
/// </summary>
internal sealed class EngineImageSource : IImageSource
{
    /// <summary>
    /// Storage drivers for which the id of an image is the digest of its config. With the containerd store it is the digest of the manifest, and the
    /// drivers have other names.
    /// </summary>
    private static readonly string[] GraphDrivers = { "overlay2", "overlay", "fuse-overlayfs", "btrfs", "zfs", "vfs", "aufs", "devicemapper", "windowsfilter" };

    /// <summary>A container is created in some 50 milliseconds, in which an engine exports this much.</summary>
    public const long SmallestToAskFor = 8 << 20;

    private readonly IProgress<OperationProgress>? _progress;
    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[]? _config;
    private readonly IReadOnlyList<EngineLayer>? _stored;
    private readonly ImageInspectResponse _image;
    private readonly List<Task> _removals = new();
    private HashSet<string>? _read;
    private Task<EngineExport>? _export;
    private Task<EngineStoreLayers?>? _store;
    private Task<long[]>? _sizes;
    private bool _isAnticipated;
    private Task _cleaning;

    private EngineImageSource(DockerEngine engine, ImageInspectResponse image, string name, IProgress<OperationProgress>? progress, Overlay2LayerStore? store)
    {
        Engine = engine;
        _image = image;
        ImageId = image.ID;
        Name = name;
        Size = image.Size;
        References = image.RepoTags?.ToArray() ?? Array.Empty<string>();
        DiffIds = image.RootFS.Layers.ToArray();
        _progress = progress;
        _cleaning = EngineStoreLeftovers.RemoveLeftOnceAsync(engine, CancellationToken.None);
        _config = store?.ReadConfig(image.ID);
        _stored = _config is null ? null : store!.FindLayers(DiffIds);
        Root = new ImageManifest
        {
            MediaType = MediaTypes.DockerManifest,
            Config = Config(),
            Layers = DiffIds.Select(Layer).ToArray(),
            Platform = new ImagePlatform(
                string.IsNullOrEmpty(image.Os) ? "linux" : image.Os, image.Architecture, string.IsNullOrEmpty(image.Variant) ? null : image.Variant),
        };
    }

    public ImageManifest Root { get; }

    public string Name { get; }

    /// <summary>The engine. It stays open as long as the source.</summary>
    public DockerEngine Engine { get; }

    /// <summary>Digest of the config.</summary>
    public string ImageId { get; }

    /// <summary>Names of the image on the engine.</summary>
    public IReadOnlyList<string> References { get; }

    public IReadOnlyList<string> DiffIds { get; }

    /// <summary>Total bytes of all layers before compression.</summary>
    public long Size { get; }

    /// <summary>Whether this process reads layers from the engine's disk, without its export.</summary>
    public bool IsStored => _stored is not null;

    /// <summary>Whether the engine can be asked to read layers from its disk. For a small image, its export is as quick.</summary>
    public bool MayAskForLayers => !IsStored && _image.GraphDriver?.Name == "overlay2" && Size >= SmallestToAskFor && EngineStoreContainer.MayRead(Engine);

    /// <summary>Takes ownership of the engine and asks it for the parts of the image.</summary>
    /// <param name="engine">The engine. It is disposed together with the source, or if this call fails.</param>
    /// <param name="image">Name or id of the image.</param>
    /// <param name="name">The name of the source in messages.</param>
    /// <param name="progress">Receives the progress of the export.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <param name="findStore">Finds the engine's store from the folder of an image's topmost layer; null for the store on this machine's disk.</param>
    /// <exception cref="EcsToolsException">EngineImageNotFound, with similar names.</exception>
    public static async Task<IImageSource> OpenAsync(
        DockerEngine engine,
        string image,
        string name,
        IProgress<OperationProgress>? progress,
        CancellationToken cancellationToken,
        Func<string?, Overlay2LayerStore?>? findStore = null)
    {
        try
        {
            var images = new EngineImages(engine);
            var found = await images.CallAsync(
                image, () => engine.Client.Images.InspectImageAsync(image, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (Sha256Digest.Is(found.ID) && found.RootFS?.Layers is not null && GraphDrivers.Contains(found.GraphDriver?.Name))
            {
                var store = IsHere(engine) ? (findStore ?? Overlay2LayerStore.Find)(UpperFolder(found)) : null;
                return new EngineImageSource(engine, found, name, progress, store);
            }

            return await EngineContentSource.OpenAsync(engine, found, name, progress, cancellationToken).ConfigureAwait(false)
                ?? await ReadAndCloseAsync(engine, image, name, progress, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The bytes of each layer's files. The engine is asked once; who will need the answer can ask early. If the engine's history does not fit the layers, all
    /// of them count as equally large.
    /// </summary>
    public Task<long[]> SizesAsync()
    {
        lock (_gate)
        {
            return _sizes ??= AskForSizesAsync();
        }
    }

    /// <summary>Says which layers will be read, before the first is. The engine is not asked for the others.</summary>
    /// <param name="names">The names of the blobs that will be read.</param>
    public void Expect(IEnumerable<string> names)
    {
        var read = new HashSet<string>(names.Intersect(DiffIds), StringComparer.Ordinal);
        lock (_gate)
        {
            if (_isAnticipated && !read.IsSubsetOf(_read!))
            {
                Remove(_store);
                _store = null;
            }

            _isAnticipated = false;
            _read = _store is null ? read : _read;
        }
    }

    /// <summary>Begins to read layers that will probably be read. <see cref="Expect"/> says afterwards which ones will be.</summary>
    /// <param name="diffIds">The layers.</param>
    public void Anticipate(IEnumerable<string> diffIds)
    {
        lock (_gate)
        {
            if (_store is null && MayAskForLayers)
            {
                _read = new HashSet<string>(diffIds, StringComparer.Ordinal);
                _isAnticipated = true;
                _store = BeginStoreAsync();
            }
        }
    }

    /// <summary>Begins to remove the containers that were created to read layers. If a layer is read again, the export is.</summary>
    public void EndReading()
    {
        lock (_gate)
        {
            Remove(_store);
            _store = Task.FromResult<EngineStoreLayers?>(null);
        }
    }

    /// <summary>Reads the image from the engine's whole export. This is for an engine whose store or layers differ from its answers.</summary>
    public Task<IImageSource> ReadWholeAsync(CancellationToken cancellationToken) => ReadWholeAsync(Engine, ImageId, Name, _progress, cancellationToken);

    public void Dispose()
    {
        _cleaning.GetAwaiter().GetResult();
        _stop.Cancel();
        lock (_gate)
        {
            Task.WhenAll(_removals).GetAwaiter().GetResult();
            DisposeResult(_export);
            DisposeResult(_store);
        }

        Engine.Dispose();
        _stop.Dispose();
    }

    private void Remove(Task<EngineStoreLayers?>? store)
    {
        if (store is not null)
        {
            _removals.Add(Task.Run(() => DisposeResult(store)));
        }
    }

    private static void DisposeResult<T>(Task<T>? begun)
        where T : IDisposable?
    {
        try
        {
            begun?.GetAwaiter().GetResult()?.Dispose();
        }
        catch (Exception e) when (e is EcsToolsException or OperationCanceledException or IOException)
        {
            // The caller that waited for it received this error.
        }
    }

    private static bool IsHere(DockerEngine engine) => engine.Location.SocketPath is not null && engine.OperatingSystem == "linux" && !engine.IsPodman;

    private static string? UpperFolder(ImageInspectResponse image)
        => image.GraphDriver is { Name: "overlay2", Data: { } data } && data.TryGetValue("UpperDir", out var folder) ? folder : null;

    private ImageBlob Config()
        => _config is { } bytes
            ? ImageConfig.Blob(bytes, MediaTypes.DockerConfig)
            : new ImageBlob(MediaTypes.DockerConfig, -1, OpenConfigAsync)
            {
                // The length is known once the config has been read.
                Descriptor = new Descriptor(MediaTypes.DockerConfig, ImageId, -1),
                Ready = token => ReadyAsync(ImageId, token),
            };

    private ImageBlob Layer(string diffId, int position)
    {
        if (_stored?[position] is { } stored)
        {
            return new ImageBlob(LayerMediaType.Compressed, stored.Size, _ => Task.FromResult(stored.Open())) { DiffId = diffId, Compress = true };
        }

        return new ImageBlob(LayerMediaType.Compressed, -1, token => OpenLayerAsync(diffId, position, token))
        {
            DiffId = diffId,
            Compress = true,
            Ready = token => ReadyAsync(diffId, token),
        };
    }

    private async Task ReadyAsync(string digest, CancellationToken cancellationToken)
    {
        if (await StoreAsync().ConfigureAwait(false) is null)
        {
            var export = await ExportAsync().ConfigureAwait(false);
            await export.FindAsync(digest, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<Stream> OpenConfigAsync(CancellationToken cancellationToken)
        => OpenStoredAsync("config", ImageId, async store => new MemoryStream(await store.ReadConfigAsync().ConfigureAwait(false)), cancellationToken);

    private Task<Stream> OpenLayerAsync(string diffId, int position, CancellationToken cancellationToken)
        => OpenStoredAsync("layer", diffId, store => store.OpenAsync(position, cancellationToken), cancellationToken);

    /// <summary>Opens a config or layer: as the engine reads it, or else from its export.</summary>
    private async Task<Stream> OpenStoredAsync(
        string what, string digest, Func<EngineStoreLayers, Task<Stream>> open, CancellationToken cancellationToken)
    {
        if (await StoreAsync().ConfigureAwait(false) is { } store)
        {
            try
            {
                return await open(store).ConfigureAwait(false);
            }
            catch (MalformedContentException e)
            {
                Say($"The {what} {digest} of {Name} is read from the engine's export. Cause: {e.Message}");
            }
        }

        return await OpenExportedAsync(digest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The layers as the engine reads them. It is asked once, when the first content is needed. Null if it cannot be asked.</summary>
    private Task<EngineStoreLayers?> StoreAsync()
    {
        lock (_gate)
        {
            return _store ??= MayAskForLayers ? BeginStoreAsync() : Task.FromResult<EngineStoreLayers?>(null);
        }
    }

    private async Task<EngineStoreLayers?> BeginStoreAsync()
    {
        var read = _read;
        var store = await EngineStoreLayers.StartAsync(
            Engine, _image, await SizesAsync().ConfigureAwait(false), diffId => read?.Contains(diffId) != false, Say, _stop.Token).ConfigureAwait(false);

        // While the layers are read, what killed processes have left is removed.
        _cleaning = store is null ? _cleaning : Task.WhenAll(_cleaning, EngineStoreLeftovers.RemoveLeftAsync(Engine.Client, _stop.Token));
        return store;
    }

    private async Task<long[]> AskForSizesAsync()
    {
        long[] sizes = [];
        try
        {
            var history = await Engine.Client.Images.GetImageHistoryAsync(ImageId, _stop.Token).ConfigureAwait(false);
            sizes = history.Select(step => step.Size).Where(size => size > 0).Reverse().ToArray();
        }
        catch (Exception e) when (e is DockerApiException || DockerErrors.IsConnectionFailure(e, _stop.Token))
        {
            // The sizes only help to decide what is quicker.
        }

        // The history also has steps without files, which are not layers, and layers without files look the same.
        return sizes.Length == DiffIds.Count ? sizes : Enumerable.Repeat(Size / Math.Max(1, DiffIds.Count), DiffIds.Count).ToArray();
    }

    private void Say(string text) => _progress?.Report(new OperationProgress($"Reading {Name} from the Docker engine", text, Level: ProgressLevel.Verbose));

    private async Task<Stream> OpenExportedAsync(string digest, CancellationToken cancellationToken)
    {
        var export = await ExportAsync().ConfigureAwait(false);
        return await export.OpenAsync(digest, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The export. It is requested once, when the first layer is needed that only the export has.</summary>
    private Task<EngineExport> ExportAsync()
    {
        lock (_gate)
        {
            return _export ??= BeginAsync();
        }
    }

    private async Task<EngineExport> BeginAsync()
    {
        var activity = $"Reading {Name} from the Docker engine";
        var stream = await new EngineImages(Engine).ExportAsync(ImageId, _stop.Token).ConfigureAwait(false);
        return new EngineExport(
            stream, Name, DiffIds.Concat(new[] { ImageId }), bytes => _progress?.Report(new OperationProgress(activity, ByteSize.Format(bytes))));
    }

    private static async Task<IImageSource> ReadAndCloseAsync(
        DockerEngine engine, string image, string name, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        using (engine)
        {
            return await ReadWholeAsync(engine, image, name, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<IImageSource> ReadWholeAsync(
        DockerEngine engine, string image, string name, IProgress<OperationProgress>? progress, CancellationToken cancellationToken)
    {
        var activity = $"Reading {name} from the Docker engine";
        using var export = await new EngineImages(engine).ExportAsync(image, cancellationToken).ConfigureAwait(false);
        var spool = await SpoolFile.WriteAsync(
            export, bytes => progress?.Report(new OperationProgress(activity, ByteSize.Format(bytes))), cancellationToken).ConfigureAwait(false);
        progress?.Report(new OperationProgress(activity, "Done", 100, Completed: true));
        return ImageArchiveOpener.Open(spool, name, null);
    }
}
