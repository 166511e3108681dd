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
    private const int LongestDocument = 16 << 20;

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

    /// <summary>Whether this engine may be asked: it has not refused yet, and nobody turned this off.</summary>
    public static bool MayRead(DockerEngine engine)
        => engine.OperatingSystem == "linux" && !engine.IsPodman && !Refusals.ContainsKey(engine.Endpoint)
            && !string.Equals(engine.Environment.Get(Switch), "off", StringComparison.OrdinalIgnoreCase);

    /// <summary>The engine is not asked again in this session.</summary>
    public static void Refuse(DockerEngine engine) => Refusals[engine.Endpoint] = true;

    /// <summary>Creates a container and checks what it has.</summary>
    /// <param name="engine">The engine. It stays the caller's.</param>
    /// <param name="parameters">The container: see <see cref="Parameters"/>.</param>
    /// <param name="check">Reads something that the folder must have.</param>
    /// <param name="say">Receives the reason if the engine refuses.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <returns>Null if the engine does not allow it, or its folder is not as expected.</returns>
    public static async Task<EngineStoreContainer?> StartAsync(
        DockerEngine engine,
        CreateContainerParameters parameters,
        Func<EngineStoreContainer, Task> check,
        Action<string> say,
        CancellationToken cancellationToken)
    {
        EngineStoreContainer? container = null;
        try
        {
            container = new EngineStoreContainer(
                engine, await EngineStoreLeftovers.CreateAsync(engine.Client, parameters, cancellationToken).ConfigureAwait(false));
            await check(container).ConfigureAwait(false);
            return container;
        }
        catch (Exception e) when (e is DockerApiException or MalformedContentException || DockerErrors.IsConnectionFailure(e, cancellationToken))
        {
            container?.Dispose();
            say(Cause(e));
            return null;
        }
        catch
        {
            container?.Dispose();
            throw;
        }
    }

    /// <summary>A container of an image, with folders and files of the engine mounted read-only.</summary>
    /// <param name="image">Id of the image.</param>
    /// <param name="volumes">The volumes of the image.</param>
    /// <param name="sources">The path of each folder or file of the engine, by its path below the root.</param>
    public static CreateContainerParameters Parameters(string image, IEnumerable<string>? volumes, IReadOnlyDictionary<string, string> sources) => new()
    {
        Image = image,

        // An image without a command needs one to be accepted. It never runs.
        Cmd = new List<string> { "ecstools" },
        Labels = new Dictionary<string, string> { [EngineStoreLeftovers.Label] = EngineStoreLeftovers.Owner },
        NetworkDisabled = true,
        HostConfig = new HostConfig
        {
            // A mount, unlike a bind, is refused if the folder does not exist. For a bind, the engine would create the folder.
            Mounts = sources.Select(Mount).ToList(),
            NetworkMode = "none",

            // The engine would fill a new volume with the image's files.
            Tmpfs = volumes?.ToDictionary(path => path, _ => "", StringComparer.Ordinal) ?? new Dictionary<string, string>(),
        },
    };

    private static Mount Mount(KeyValuePair<string, string> source)
        => new() { Type = "bind", Source = source.Value, Target = (MountPoint + "/" + source.Key).TrimEnd('/'), ReadOnly = true };

    /// <summary>A folder or file of the engine's root, as a tar archive whose entries are below its last name.</summary>
    /// <param name="path">The path below the root.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="MalformedContentException">It does not exist, or the engine does not send it.</exception>
    public async Task<Stream> OpenArchiveAsync(string path, CancellationToken cancellationToken)
        => (await AskAsync(path, false, cancellationToken).ConfigureAwait(false)).Stream;

    /// <summary>The length of a file of the engine's root, and a tar archive with only this file.</summary>
    /// <exception cref="MalformedContentException">It does not exist, or the engine does not send it.</exception>
    public async Task<(long Length, Stream Archive)> OpenFileAsync(string path, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(path, false, cancellationToken).ConfigureAwait(false);
        return (answer.Stat.Size, answer.Stream);
    }

    /// <summary>Whether a file exists.</summary>
    public async Task<bool> HasAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            (await AskAsync(path, true, cancellationToken).ConfigureAwait(false)).Stream?.Dispose();
            return true;
        }
        catch (MalformedContentException)
        {
            return false;
        }
    }

    private async Task<GetArchiveFromContainerResponse> AskAsync(string path, bool onlyStatus, CancellationToken cancellationToken)
    {
        try
        {
            return await _engine.Client.Containers.GetArchiveFromContainerAsync(
                _id, new GetArchiveFromContainerParameters { Path = MountPoint + "/" + path }, onlyStatus, cancellationToken).ConfigureAwait(false);
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

    private static string Cause(Exception problem) => (problem is DockerApiException answer ? DockerErrors.MessageOf(answer) : problem.Message).Trim();

    /// <summary>Reads a small file and verifies its digest.</summary>
    /// <exception cref="MalformedContentException">It does not exist, has another digest, or is too large.</exception>
    public async Task<byte[]> ReadFileAsync(string path, string digest, CancellationToken cancellationToken)
    {
        using var spool = await ReadAsync(path, LongestDocument, cancellationToken).ConfigureAwait(false);
        var content = TarIndex.Read(spool.Open, cancellationToken).ReadAll(path.Substring(path.LastIndexOf('/') + 1), LongestDocument);
        return Sha256Digest.Compute(content) == digest ? content : throw new MalformedContentException($"'{path}' of the engine's folder has another digest");
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
