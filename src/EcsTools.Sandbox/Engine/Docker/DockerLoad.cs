using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.DockerTransport;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>
/// Gives the engine the images of the sandbox's registry. The engine may be in a virtual machine, in another network namespace or on another computer.
/// The loopback address of the registry is another one there, so the engine is not told to pull from it.
/// </summary>
internal sealed class DockerLoad
{
    private readonly IDockerClient _docker;
    private readonly DockerLabels _marks;

    // Tasks that start together load an image once.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _names = new(StringComparer.Ordinal);

    public DockerLoad(IDockerClient docker, DockerLabels marks)
    {
        _docker = docker;
        _marks = marks;
    }

    /// <summary>Makes sure that the engine has the image.</summary>
    /// <exception cref="ImageRefusedException">The engine does not take it.</exception>
    public async Task<ImageInspectResponse> EnsureAsync(RegistryImage image, CancellationToken cancellationToken)
    {
        var content = image.Read();
        var name = _marks.ImageName(image.Repository, content.Manifest.Digest);
        var turn = _names.GetOrAdd(name, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await _docker.FindImageAsync(name, cancellationToken).ConfigureAwait(false)
                ?? await FindSameAsync(content, name, cancellationToken).ConfigureAwait(false)
                ?? await LoadAsync(content, name, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Removes the images that came this way. Those in use, and those that have another name, stay.</summary>
    public async Task RemoveAllAsync()
    {
        foreach (var name in _names.Keys)
        {
            await _docker.RemoveImageAsync(name).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The same image under another name. Engines with a graph driver identify an image by the digest of its config, those with the containerd store by
    /// the digest of its manifest. An image that another sandbox gave the engine also gets the name of this one, so it stays when the other one ends.
    /// </summary>
    private async Task<ImageInspectResponse?> FindSameAsync(ImageContent content, string name, CancellationToken cancellationToken)
    {
        foreach (var id in new[] { content.Config.Digest, content.Manifest.Digest })
        {
            if (await _docker.FindImageAsync(id, cancellationToken).ConfigureAwait(false) is not { } found)
            {
                continue;
            }

            if (found.RepoTags?.Any(DockerLabels.IsImageName) != true)
            {
                return found;
            }

            try
            {
                var colon = name.LastIndexOf(':');
                var tag = new ImageTagParameters { RepositoryName = name.Substring(0, colon), Tag = name.Substring(colon + 1) };
                await _docker.Images.TagImageAsync(found.ID, tag, cancellationToken).ConfigureAwait(false);
                return found;
            }
            catch (DockerApiException)
            {
                // The other sandbox has just removed it.
            }
        }

        return null;
    }

    private async Task<ImageInspectResponse> LoadAsync(ImageContent content, string name, CancellationToken cancellationToken)
    {
        var errors = new MessageErrors();
        try
        {
            using var archive = new ImageArchive(content, name, cancellationToken);
            await _docker.Images.LoadImageAsync(new ImageLoadParameters { Quiet = true }, archive, errors, cancellationToken)
                .OrCanceledAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException refusal)
        {
            throw new ImageRefusedException(DockerMessages.Of(refusal), refusal);
        }
        catch (Exception deletion) when (deletion is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ImageRefusedException("not found", deletion);
        }

        return errors.Last is null && await _docker.FindImageAsync(name, cancellationToken).ConfigureAwait(false) is { } loaded
            ? loaded
            : throw new ImageRefusedException(errors.Last ?? "not found after it was loaded");
    }
}

/// <summary>An engine does not take an image. The message is the cause that it gave.</summary>
internal sealed class ImageRefusedException(string cause, Exception? inner = null) : Exception(cause, inner);
