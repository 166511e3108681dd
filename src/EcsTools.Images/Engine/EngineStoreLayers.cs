using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;
using EcsTools.Images.Archives;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Engine;

/// <summary>The layers of one image, read by its engine from its own disk. Each is put together from its tar-split record, as on this machine's disk.</summary>
internal sealed class EngineStoreLayers : IDisposable
{
    /// <summary>The record of a layer with a million files has about a tenth of this.</summary>
    private const long LongestRecord = 512 << 20;

    private const int LongestName = 1024;
    private const string Configs = "image/overlay2/imagedb/content/sha256/";

    private readonly EngineStoreContainers _containers;
    private readonly IReadOnlyList<string> _chains;

    private EngineStoreLayers(EngineStoreContainers containers, byte[] config, IEnumerable<string> diffIds)
    {
        _containers = containers;
        Config = config;
        _chains = LayerChain.Of(diffIds);
    }

    /// <summary>The config of the image, byte for byte.</summary>
    public byte[] Config { get; }

    /// <summary>Starts to read through the engine.</summary>
    /// <param name="engine">The engine. It stays the caller's.</param>
    /// <param name="image">The image, as the engine describes it.</param>
    /// <param name="say">Receives the reason if the engine refuses.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>Null if the engine does not allow it, or its folder is not as expected.</returns>
    public static async Task<EngineStoreLayers?> StartAsync(
        DockerEngine engine, ImageInspectResponse image, Action<string> say, CancellationToken cancellationToken)
    {
        byte[]? config = null;
        var reason = "";
        var folder = image.GraphDriver?.Data is { } data && data.TryGetValue("UpperDir", out var upper) ? upper : "";
        Task<EngineStoreContainer?> StartAsync(CancellationToken token) => EngineStoreContainer.StartAsync(
            engine,
            EngineStoreContainer.Parameters(image.ID, image.Config?.Volumes?.Keys, RootOf(folder)!),
            async container => config ??= await container.ReadFileAsync(Configs + Sha256Digest.Hex(image.ID), image.ID, token).ConfigureAwait(false),
            why => reason = why,
            token);
        if (RootOf(folder) is null)
        {
            reason = $"The image's topmost layer is in '{folder}'";
        }
        else if (await StartAsync(cancellationToken).ConfigureAwait(false) is { } first)
        {
            return new EngineStoreLayers(new EngineStoreContainers(first, StartAsync), config!, image.RootFS.Layers);
        }

        EngineStoreContainer.Refuse(engine);
        say($"The Docker engine does not let its layers be read from its disk, so its export is read. Cause: {reason}");
        return null;
    }

    /// <summary>Opens the tar of a layer. The reader must verify its diff id.</summary>
    /// <param name="position">Its place in the image, from 0 for the lowest.</param>
    /// <param name="cancellationToken">Cancels the requests, and reads that wait.</param>
    /// <exception cref="MalformedContentException">The engine's folder does not have the layer as expected.</exception>
    public async Task<Stream> OpenAsync(int position, CancellationToken cancellationToken)
    {
        var lease = await _containers.TakeAsync(cancellationToken).ConfigureAwait(false);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return new ReadAheadStream(await OpenAsync(position, lease, stop.Token).ConfigureAwait(false), stop);
        }
        catch
        {
            lease.Dispose();
            stop.Dispose();
            throw;
        }
    }

    public void Dispose() => _containers.Dispose();

    /// <summary>The engine's folder; null if the folder of a layer is not <c>overlay2/…/diff</c> in it.</summary>
    private static string? RootOf(string layer)
    {
        var parts = layer.Split('/');
        return parts.Length >= 5 && parts[0].Length == 0 && parts[parts.Length - 1] == "diff" && parts[parts.Length - 3] == "overlay2"
            ? string.Join("/", parts.Take(parts.Length - 3))
            : null;
    }

    private async Task<Stream> OpenAsync(int position, EngineStoreContainers.Lease lease, CancellationToken cancellationToken)
    {
        var chain = Sha256Digest.Hex(_chains[position]);
        var record = await lease.Container.ReadAsync("image/overlay2/layerdb/sha256/" + chain, LongestRecord, cancellationToken).ConfigureAwait(false);
        try
        {
            var index = TarIndex.Read(record.Open, cancellationToken);
            var folder = Encoding.UTF8.GetString(index.ReadAll(chain + "/cache-id", LongestName)).Trim();
            if (folder.Length == 0 || folder.IndexOfAny(new[] { '/', '\\' }) >= 0 || folder is "." or "..")
            {
                throw new MalformedContentException("the engine's folder names a layer by a path");
            }

            var entries = new GZipStream(index.Open(chain + "/tar-split.json.gz"), CompressionMode.Decompress);
            var files = await lease.Container.OpenArchiveAsync($"overlay2/{folder}/diff", cancellationToken).ConfigureAwait(false);
            return new TarSplitStream(entries, new OwningFiles(new LayerArchive(files, cancellationToken), record, lease));
        }
        catch
        {
            record.Dispose();
            throw;
        }
    }

    /// <summary>Closes the temporary file of the record together with the files, and returns the container.</summary>
    private sealed class OwningFiles : ILayerFiles
    {
        private readonly LayerArchive _files;
        private readonly SpoolFile _record;
        private readonly EngineStoreContainers.Lease _lease;

        public OwningFiles(LayerArchive files, SpoolFile record, EngineStoreContainers.Lease lease)
        {
            _files = files;
            _record = record;
            _lease = lease;
        }

        public Stream Open(string name, long line) => _files.Open(name, line);

        public void Dispose()
        {
            _files.Dispose();
            _record.Dispose();
            _lease.Dispose();
        }
    }
}
