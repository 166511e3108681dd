using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Engine;

/// <summary>The layers of one image, read by its engine from its own disk. Each is put together from its tar-split record, as on this machine's disk.</summary>
internal sealed class EngineStoreLayers : IDisposable
{
    /// <summary>The record of a layer with a million files has about a tenth of this.</summary>
    private const long LongestRecord = 512 << 20;

    private const int LongestName = 1024;

    private readonly EngineStoreContainer _container;
    private readonly IReadOnlyList<string> _chains;

    /// <param name="container">The container through which the engine reads. It is disposed together with this object.</param>
    /// <param name="diffIds">The layers of the image, the lowest first.</param>
    public EngineStoreLayers(EngineStoreContainer container, IEnumerable<string> diffIds)
    {
        _container = container;
        _chains = LayerChain.Of(diffIds);
    }

    /// <summary>The config of the image, byte for byte.</summary>
    public byte[] Config => _container.Config;

    /// <summary>Opens the tar of a layer. The reader must verify its diff id.</summary>
    /// <param name="position">Its place in the image, from 0 for the lowest.</param>
    /// <param name="cancellationToken">Cancels the requests, and reads that wait.</param>
    /// <exception cref="MalformedContentException">The engine's folder does not have the layer as expected.</exception>
    public async Task<Stream> OpenAsync(int position, CancellationToken cancellationToken)
    {
        var chain = Sha256Digest.Hex(_chains[position]);
        var record = await _container.ReadAsync("image/overlay2/layerdb/sha256/" + chain, LongestRecord, cancellationToken).ConfigureAwait(false);
        try
        {
            var index = TarIndex.Read(record.Open, cancellationToken);
            var folder = Encoding.UTF8.GetString(index.ReadAll(chain + "/cache-id", LongestName)).Trim();
            if (folder.Length == 0 || folder.IndexOfAny(new[] { '/', '\\' }) >= 0 || folder is "." or "..")
            {
                throw new MalformedContentException("the engine's folder names a layer by a path");
            }

            var entries = new GZipStream(index.Open(chain + "/tar-split.json.gz"), CompressionMode.Decompress);
            var files = await _container.OpenArchiveAsync($"overlay2/{folder}/diff", cancellationToken).ConfigureAwait(false);
            return new TarSplitStream(entries, new OwningFiles(new LayerArchive(files, cancellationToken), record));
        }
        catch
        {
            record.Dispose();
            throw;
        }
    }

    public void Dispose() => _container.Dispose();

    /// <summary>Closes the temporary file of the record together with the files.</summary>
    private sealed class OwningFiles : ILayerFiles
    {
        private readonly LayerArchive _files;
        private readonly SpoolFile _record;

        public OwningFiles(LayerArchive files, SpoolFile record)
        {
            _files = files;
            _record = record;
        }

        public Stream Open(string name, long line) => _files.Open(name, line);

        public void Dispose()
        {
            _files.Dispose();
            _record.Dispose();
        }
    }
}
