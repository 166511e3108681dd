using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;
using EcsTools.Images.Archives;

namespace EcsTools.Images.Engine;

/// <summary>The layers of one image, read by its engine from its own disk. Each is put together from its tar-split record, as on this machine's disk.</summary>
internal sealed class EngineStoreLayers : IDisposable
{
    /// <summary>The record of a layer with a million files has about a tenth of this.</summary>
    private const long LongestRecord = 512 << 20;

    private readonly EngineStoreContainers _containers;
    private readonly EngineStoreFolders _folders;
    private readonly string _image;
    private readonly Task<EngineStoreBatch> _batch;

    private EngineStoreLayers(
        DockerEngine engine, EngineStoreContainers containers, EngineStoreFolders folders, string image, CancellationToken cancellationToken)
    {
        _containers = containers;
        _folders = folders;
        _image = image;
        _batch = ReadBatchAsync(engine, cancellationToken);
    }

    /// <summary>Starts to read through the engine. The config and the small layers are read at once.</summary>
    /// <param name="engine">The engine. It stays the caller's.</param>
    /// <param name="image">The image, as the engine describes it.</param>
    /// <param name="sizes">The bytes of each layer, as far as the engine knows them.</param>
    /// <param name="isRead">Whether a layer will be read, by its diff id.</param>
    /// <param name="say">Receives the reason if the engine refuses.</param>
    /// <param name="cancellationToken">Cancels the calls, also those that go on after this one.</param>
    /// <returns>Null if the engine does not allow it, or its folder is not as expected.</returns>
    public static async Task<EngineStoreLayers?> StartAsync(
        DockerEngine engine,
        ImageInspectResponse image,
        IReadOnlyList<long> sizes,
        Func<string, bool> isRead,
        Action<string> say,
        CancellationToken cancellationToken)
    {
        var reason = "The folders of the image's layers are not those of the driver overlay2";
        if (EngineStoreFolders.Find(image, sizes, isRead) is { } folders)
        {
            Task<EngineStoreContainer?> StartAsync(CancellationToken token) => EngineStoreContainer.StartAsync(
                engine,
                EngineStoreContainer.Parameters(image.ID, image.Config?.Volumes?.Keys, folders.Sources),
                _ => Task.CompletedTask,
                why => reason = why,
                token);
            if (await StartAsync(cancellationToken).ConfigureAwait(false) is { } first)
            {
                return new EngineStoreLayers(engine, new EngineStoreContainers(first, StartAsync), folders, image.ID, cancellationToken);
            }
        }

        EngineStoreContainer.Refuse(engine);
        say($"The Docker engine does not let its layers be read from its disk, so its export is read. Cause: {reason}");
        return null;
    }

    /// <summary>The config of the image, byte for byte.</summary>
    /// <exception cref="MalformedContentException">The engine's folder does not have it.</exception>
    public async Task<byte[]> ReadConfigAsync() => (await _batch.ConfigureAwait(false)).ReadConfig(_image);

    /// <summary>Opens the tar of a layer. The reader must verify its diff id.</summary>
    /// <param name="position">Its place in the image, from 0 for the lowest.</param>
    /// <param name="cancellationToken">Cancels the requests, and reads that wait.</param>
    /// <exception cref="MalformedContentException">The engine's folder does not have the layer as expected.</exception>
    public async Task<Stream> OpenAsync(int position, CancellationToken cancellationToken)
    {
        var place = _folders.PlaceOf(position) ?? throw new MalformedContentException("the engine was not asked for the layer");
        if (place.StartsWith(EngineStoreFolders.Together + "/", StringComparison.Ordinal))
        {
            return (await _batch.ConfigureAwait(false)).OpenLayer(place);
        }

        var lease = await _containers.TakeAsync(cancellationToken).ConfigureAwait(false);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return new ReadAheadStream(await Task.Run(() => ReadAsync(place, lease, stop.Token), CancellationToken.None).ConfigureAwait(false), stop);
        }
        catch
        {
            lease.Dispose();
            stop.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        try
        {
            _batch.GetAwaiter().GetResult().Dispose();
        }
        catch (Exception e) when (e is MalformedContentException or EcsToolsException or OperationCanceledException or IOException)
        {
            // Who needed it received this error.
        }

        _containers.Dispose();
    }

    private async Task<EngineStoreBatch> ReadBatchAsync(DockerEngine engine, CancellationToken cancellationToken)
    {
        using var lease = await _containers.TakeAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await EngineStoreBatch.ReadAsync(lease.Container, cancellationToken).ConfigureAwait(false);
        }
        catch (MalformedContentException)
        {
            EngineStoreContainer.Refuse(engine);
            throw;
        }
    }

    private async Task<Stream> ReadAsync(string place, EngineStoreContainers.Lease lease, CancellationToken cancellationToken)
    {
        var archive = new LayerArchive(
            await lease.Container.OpenArchiveAsync(place, cancellationToken).ConfigureAwait(false), EngineStoreFolders.FilesIn(place), cancellationToken);
        SpoolFile? record = null;
        try
        {
            record = archive.CopyFile(EngineStoreFolders.RecordIn(place), LongestRecord);
            if (LayerReadPlan.Create(new GZipStream(record.Open(), CompressionMode.Decompress)) is { } plan)
            {
                archive.Use(new FurtherArchives(plan, (path, token) => OpenFolderAsync(EngineStoreFolders.FilesIn(place) + path, token), cancellationToken));
            }

            return new TarSplitStream(new GZipStream(record.Open(), CompressionMode.Decompress), new OwningFiles(archive, record, lease));
        }
        catch
        {
            record?.Dispose();
            archive.Dispose();
            throw;
        }
    }

    private async Task<(Stream Archive, IDisposable Owned)?> OpenFolderAsync(string path, CancellationToken cancellationToken)
    {
        if (await _containers.TakeFurtherAsync(cancellationToken).ConfigureAwait(false) is not { } lease)
        {
            return null;
        }

        try
        {
            return (await lease.Container.OpenArchiveAsync(path, cancellationToken).ConfigureAwait(false), lease);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>Closes the temporary file of the record together with the files, and returns the container.</summary>
    private sealed class OwningFiles(LayerArchive files, SpoolFile record, EngineStoreContainers.Lease lease) : ILayerFiles
    {
        public Stream Open(string name, long line) => files.Open(name, line);

        public void Dispose()
        {
            files.Dispose();
            record.Dispose();
            lease.Dispose();
        }
    }
}
