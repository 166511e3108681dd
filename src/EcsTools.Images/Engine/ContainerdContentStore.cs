using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Archives;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Engine;

/// <summary>
/// The content store of containerd, read by an engine that keeps its images there: manifests, configs and compressed layers, byte for byte as a registry has
/// them. Source: docs/content-flow.md and docs/ops.md in github.com/containerd/containerd.
/// </summary>
internal sealed class ContainerdContentStore : IDisposable
{
    private const string Blobs = "io.containerd.content.v1.content/blobs/sha256/";

    private readonly EngineStoreContainers _containers;
    private readonly Dictionary<string, bool> _found = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    private ContainerdContentStore(EngineStoreContainers containers, byte[] root)
    {
        _containers = containers;
        Root = root;
    }

    /// <summary>The topmost manifest of the image.</summary>
    public byte[] Root { get; }

    /// <summary>The folders that containerd may have: of the engine's own containerd, of that of the machine, and of Docker Desktop.</summary>
    /// <param name="engineRoot">The engine's folder.</param>
    public static IReadOnlyList<string> RootsFor(string engineRoot)
        => [engineRoot.TrimEnd('/') + "/containerd/daemon", "/var/lib/containerd", "/var/lib/desktop-containerd/daemon"];

    /// <summary>Finds the store that has an image.</summary>
    /// <param name="engine">The engine. It stays the caller's.</param>
    /// <param name="image">An image of the engine, of which the containers are created.</param>
    /// <param name="volumes">The volumes of that image.</param>
    /// <param name="digest">Digest of the topmost manifest to read.</param>
    /// <param name="roots">The folders that containerd may have. The first that has the manifest is taken.</param>
    /// <param name="say">Receives the reason if no folder has it.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Null if the engine does not allow it, or no folder has the manifest.</returns>
    public static async Task<ContainerdContentStore?> FindAsync(
        DockerEngine engine,
        string image,
        IEnumerable<string>? volumes,
        string digest,
        IEnumerable<string> roots,
        Action<string> say,
        CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        foreach (var root in roots)
        {
            byte[]? manifest = null;
            Task<EngineStoreContainer?> StartAsync(CancellationToken token) => EngineStoreContainer.StartAsync(
                engine,
                EngineStoreContainer.Parameters(image, volumes, new Dictionary<string, string> { [""] = root }),
                async container => manifest ??= await container.ReadFileAsync(Blobs + Sha256Digest.Hex(digest), digest, token).ConfigureAwait(false),
                reasons.Add,
                token);
            if (await StartAsync(cancellationToken).ConfigureAwait(false) is { } first)
            {
                return new ContainerdContentStore(new EngineStoreContainers(first, StartAsync), manifest!);
            }
        }

        EngineStoreContainer.Refuse(engine);
        say($"The Docker engine does not let its images be read from its disk, so its export is read. Cause: {string.Join("; ", reasons)}");
        return null;
    }

    /// <summary>Whether the store has a blob. An engine keeps only the platforms of an image that it needs.</summary>
    public bool Has(string digest)
    {
        if (!_found.TryGetValue(digest, out var found))
        {
            found = UseAsync(container => container.HasAsync(PathOf(digest), _stop.Token)).GetAwaiter().GetResult();
            _found[digest] = found;
        }

        return found;
    }

    /// <summary>Opens a blob. Its length is known.</summary>
    /// <exception cref="MalformedContentException">The engine does not send it.</exception>
    public Stream Open(string digest) => OpenAsync(digest).GetAwaiter().GetResult();

    public void Dispose()
    {
        _stop.Cancel();
        _containers.Dispose();
        _stop.Dispose();
    }

    private static string PathOf(string digest) => Blobs + Sha256Digest.Hex(digest);

    private async Task<T> UseAsync<T>(Func<EngineStoreContainer, Task<T>> use)
    {
        using var lease = await _containers.TakeAsync(_stop.Token).ConfigureAwait(false);
        return await use(lease.Container).ConfigureAwait(false);
    }

    private async Task<Stream> OpenAsync(string digest)
    {
        var lease = await _containers.TakeAsync(_stop.Token).ConfigureAwait(false);
        try
        {
            var (length, archive) = await lease.Container.OpenFileAsync(PathOf(digest), _stop.Token).ConfigureAwait(false);
            var files = new LayerArchive(archive, "", _stop.Token);
            return new BoundedStream(new File(files, Sha256Digest.Hex(digest), lease), length);
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>The only file of an archive. The container is returned when it is closed.</summary>
    private sealed class File : ForwardStream
    {
        private readonly LayerArchive _archive;
        private readonly EngineStoreContainers.Lease _lease;
        private readonly Stream _content;

        public File(LayerArchive archive, string name, EngineStoreContainers.Lease lease)
        {
            _archive = archive;
            _lease = lease;
            _content = archive.Open(name, 1);
        }

        public override int Read(byte[] buffer, int offset, int count) => _content.Read(buffer, offset, count);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _content.Dispose();
                _archive.Dispose();
                _lease.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
