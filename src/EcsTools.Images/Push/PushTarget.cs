using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using EcsTools.Images.Credentials;
using EcsTools.Images.Registry;

namespace EcsTools.Images.Push;

/// <summary>The repository that an image is pushed to, with what its owner knows about it beyond the distribution protocol.</summary>
/// <param name="client">Opens the repository. The target owns it and closes it.</param>
public sealed class PushTarget(RepositoryClient client) : IDisposable
{
    /// <summary>The repository.</summary>
    public RepositoryClient Client { get; } = client;

    /// <summary>Whether the repository refuses to move a tag to another image. By default no tag is immutable.</summary>
    public Func<string, bool> IsImmutable { get; init; } = _ => false;

    /// <summary>
    /// Lists the digests of the repository's images, the newest first, so that layers of earlier images are recognised. Null reads the registry's own
    /// list of tags.
    /// </summary>
    public Func<CancellationToken, Task<IReadOnlyList<string>>>? NewestDigests { get; init; }

    /// <summary>Answers the credential that a Docker engine may push with. Null: only this process can push.</summary>
    public Func<CancellationToken, Task<RegistryCredential?>>? EngineCredential { get; init; }

    /// <summary>Closes the connections to the registry.</summary>
    public void Dispose() => Client.Dispose();
}
