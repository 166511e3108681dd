using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;
using EcsTools.Images.Registry;

namespace EcsTools.Images.Push;

/// <summary>The repository to push an image to, with what its owner knows about it in addition to the distribution protocol.</summary>
/// <param name="client">Opens the repository. The target owns it and closes it.</param>
public sealed class PushTarget(RepositoryClient client) : IDisposable
{
    /// <summary>The repository.</summary>
    public RepositoryClient Client { get; } = client;

    /// <summary>Whether the repository refuses to move a tag to another image. By default no tag is immutable.</summary>
    public Func<string, bool> IsImmutable { get; init; } = _ => false;

    /// <summary>
    /// Lists the digests of the repository's images, the newest first. The push uses them to recognise layers of earlier images. If it is null, the
    /// registry's own list of tags is used.
    /// </summary>
    public Func<CancellationToken, Task<IReadOnlyList<string>>>? NewestDigests { get; init; }

    /// <summary>Returns the credential that a Docker engine can push with. If it is null, only this process can push.</summary>
    public Func<CancellationToken, Task<RegistryCredential?>>? EngineCredential { get; init; }

    /// <summary>Closes the connections to the registry.</summary>
    public void Dispose() => Client.Dispose();
}
