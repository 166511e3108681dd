using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.Images.Archives;
using EcsTools.Images.Oci;

namespace EcsTools.Images.Engine;

/// <summary>
/// Lets an engine read its own disk for this process: a container of the image, which never runs, with the engine's folder mounted read-only. Its files
/// come as an archive at the speed of the disk, where an export first writes all layers to a file. It works for everybody who may talk to the engine, also
/// through a virtual machine or a network. The container is removed at the end; if the process is killed, by the next one.
/// </summary>
internal sealed class EngineStoreContainer : IDisposable
{
    /// <summary>Set to <c>off</c>, layers are read from the export only.</summary>
    public const string Switch = "ECSTOOLS_ENGINE_STORE";

    private const string MountPoint = "/.ecstools-engine-store";
    private const int LongestConfig = 16 << 20;

    private static readonly TimeSpan RemovalTime = TimeSpan.FromSeconds(30);

    /// <summary>Engines that refused: it is not tried again in this session.</summary>
    private static readonly ConcurrentDictionary<string, bool> Refusals = new(StringComparer.Ordinal);

    private readonly DockerEngine _engine;
    private readonly string _id;

    private EngineStoreContainer(DockerEngine engine, string id)
    {
        _engine = engine;
        _id = id;
    }

    /// <summary>The config of the image, byte for byte.</summary>
    public byte[] Config { get; private set; } = Array.Empty<byte>();

    /// <summary>Whether this engine may be asked: it has not refused yet, and nobody turned this off.</summary>
    public static bool MayRead(DockerEngine engine)
        => engine.OperatingSystem == "linux" && !engine.IsPodman && !Refusals.ContainsKey(engine.Endpoint)
            && !string.Equals(engine.Environment.Get(Switch), "off", StringComparison.OrdinalIgnoreCase);

    /// <summary>Creates a container and reads the config of the image through it.</summary>
    /// <param name="engine">The engine. It stays the caller's.</param>
    /// <param name="image">The image, as the engine describes it.</param>
    /// <param name="config">The config of the image, if another container has read it already.</param>
    /// <param name="say">Receives the reason if the engine refuses.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>Null if the engine does not allow it, or its folder is not as expected.</returns>
    public static async Task<EngineStoreContainer?> StartAsync(
        DockerEngine engine, ImageInspectResponse image, byte[]? config, Action<string> say, CancellationToken cancellationToken)
    {
        EngineStoreContainer? container = null;
        try
        {
            container = new EngineStoreContainer(
                engine,
                await EngineStoreLeftovers.CreateAsync(engine.Client, Parameters(image, RootOf(image)), cancellationToken).ConfigureAwait(false));
            container.Config = config ?? await container.ReadConfigAsync(image.ID, cancellationToken).ConfigureAwait(false);
            return container;
        }
        catch (Exception e) when (e is DockerApiException or MalformedContentException || DockerErrors.IsConnectionFailure(e, cancellationToken))
        {
            container?.Dispose();
            Refusals[engine.Endpoint] = true;
            say($"The Docker engine does not let its layers be read from its disk, so its export is read. Cause: {Cause(e)}");
            return null;
        }
        catch
        {
            container?.Dispose();
            throw;
        }
    }

    /// <summary>A folder or file of the engine's root, as a tar archive whose entries are below its last name.</summary>
    /// <param name="path">The path below the root.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="MalformedContentException">It does not exist, or the engine does not send it.</exception>
    public async Task<Stream> OpenArchiveAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _engine.Client.Containers.GetArchiveFromContainerAsync(
                _id, new GetArchiveFromContainerParameters { Path = MountPoint + "/" + path }, false, cancellationToken).ConfigureAwait(false);
            return answer.Stream;
        }
        catch (Exception e) when (e is DockerApiException || DockerErrors.IsConnectionFailure(e, cancellationToken))
        {
            throw new MalformedContentException($"the engine does not send '{path}' of its folder: {Cause(e).TrimEnd('.')}", e);
        }
    }

    /// <summary>Removes the container. It is left for the next push if the engine does not answer.</summary>
    public void Dispose()
    {
        using var patience = new CancellationTokenSource(RemovalTime);
        try
        {
            EngineStoreLeftovers.RemoveAsync(_engine.Client, _id, patience.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is DockerApiException or OperationCanceledException || DockerErrors.IsConnectionFailure(e, patience.Token))
        {
            // It does nothing and holds nothing. The next push removes it.
        }
    }

    /// <summary>The engine's folder: the folder of an image's topmost layer is <c>overlay2/…/diff</c> in it.</summary>
    /// <exception cref="MalformedContentException">The engine reports another folder.</exception>
    private static string RootOf(ImageInspectResponse image)
    {
        var folder = image.GraphDriver?.Data is { } data && data.TryGetValue("UpperDir", out var upper) ? upper : "";
        var parts = folder.Split('/');
        return parts.Length >= 5 && parts[0].Length == 0 && parts[parts.Length - 1] == "diff" && parts[parts.Length - 3] == "overlay2"
            ? string.Join("/", parts.Take(parts.Length - 3))
            : throw new MalformedContentException($"the engine keeps the image's topmost layer in '{folder}'");
    }

    private static string Cause(Exception problem) => (problem is DockerApiException answer ? DockerErrors.MessageOf(answer) : problem.Message).Trim();

    private static CreateContainerParameters Parameters(ImageInspectResponse image, string root) => new()
    {
        Image = image.ID,

        // An image without a command needs one to be accepted. It never runs.
        Cmd = new List<string> { "ecstools" },
        Labels = new Dictionary<string, string> { [EngineStoreLeftovers.Label] = EngineStoreLeftovers.Owner },
        NetworkDisabled = true,
        HostConfig = new HostConfig
        {
            // A mount, unlike a bind, is refused if the folder does not exist. For a bind, the engine would create the folder.
            Mounts = new List<Mount> { new() { Type = "bind", Source = root, Target = MountPoint, ReadOnly = true } },
            NetworkMode = "none",

            // The engine would fill a new volume with the image's files.
            Tmpfs = image.Config?.Volumes?.Keys.ToDictionary(path => path, _ => "", StringComparer.Ordinal) ?? new Dictionary<string, string>(),
        },
    };

    private async Task<byte[]> ReadConfigAsync(string imageId, CancellationToken cancellationToken)
    {
        var name = Sha256Digest.Hex(imageId);
        using var spool = await ReadAsync("image/overlay2/imagedb/content/sha256/" + name, LongestConfig, cancellationToken).ConfigureAwait(false);
        var config = TarIndex.Read(spool.Open, cancellationToken).ReadAll(name, LongestConfig);
        return Sha256Digest.Compute(config) == imageId ? config : throw new MalformedContentException("the config of the image has another digest");
    }

    /// <summary>Reads a small archive into a temporary file.</summary>
    /// <exception cref="MalformedContentException">It does not exist, or has more bytes than <paramref name="longest"/>.</exception>
    public async Task<SpoolFile> ReadAsync(string path, long longest, CancellationToken cancellationToken)
    {
        using var archive = new ArchiveReader(await OpenArchiveAsync(path, cancellationToken).ConfigureAwait(false), cancellationToken);
        return await SpoolFile.WriteAsync(
            archive,
            written =>
            {
                if (written > longest)
                {
                    throw new MalformedContentException($"'{path}' of the engine's folder has more than {ByteSize.Format(longest)}");
                }
            },
            cancellationToken).ConfigureAwait(false);
    }
}
