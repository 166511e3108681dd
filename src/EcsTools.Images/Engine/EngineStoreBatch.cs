using System;
using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Engine;

/// <summary>The config and the small layers of an image, from one archive of its engine, in a temporary file.</summary>
internal sealed class EngineStoreBatch : IDisposable
{
    private const long LongestArchive = 512 << 20;
    private const int LongestConfig = 16 << 20;

    private readonly SpoolFile _spool;
    private readonly TarIndex _index;

    private EngineStoreBatch(SpoolFile spool, TarIndex index)
    {
        _spool = spool;
        _index = index;
    }

    /// <summary>Reads the archive.</summary>
    /// <exception cref="MalformedContentException">The engine does not send it, or it is damaged.</exception>
    public static async Task<EngineStoreBatch> ReadAsync(EngineStoreContainer container, CancellationToken cancellationToken)
    {
        var spool = await container.ReadAsync(EngineStoreFolders.Together, LongestArchive, cancellationToken).ConfigureAwait(false);
        try
        {
            return new EngineStoreBatch(spool, TarIndex.Read(spool.Open, cancellationToken));
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    /// <summary>The config, byte for byte.</summary>
    /// <exception cref="MalformedContentException">It is not there, or has another digest.</exception>
    public byte[] ReadConfig(string digest)
    {
        var config = _index.ReadAll(EngineStoreFolders.ConfigPlace, LongestConfig);
        return Sha256Digest.Compute(config) == digest ? config : throw new MalformedContentException("the engine's folder has another config of the image");
    }

    /// <summary>Opens the tar of a layer. The reader must verify its diff id.</summary>
    /// <param name="place">The folder of the layer.</param>
    /// <exception cref="MalformedContentException">It is not there.</exception>
    public Stream OpenLayer(string place)
        => new TarSplitStream(
            new GZipStream(_index.Open(EngineStoreFolders.RecordIn(place)), CompressionMode.Decompress), new Files(_index, EngineStoreFolders.FilesIn(place)));

    public void Dispose() => _spool.Dispose();

    private sealed class Files(TarIndex index, string folder) : ILayerFiles
    {
        public Stream Open(string name, long line)
        {
            var path = folder + TarIndex.Normalize(name);
            return index.Contains(path) ? index.Open(path)
                : throw new MalformedContentException($"the engine's archive does not have the layer's file '{name}' of the line {line}");
        }

        public void Dispose()
        {
        }
    }
}
