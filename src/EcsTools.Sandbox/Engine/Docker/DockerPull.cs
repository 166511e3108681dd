using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>Pulls images to the engine. If that fails, the reason has the text of Fargate.</summary>
internal sealed class DockerPull
{
    /// <summary>What engines say if a registry requires a login, or refuses the one that it gets.</summary>
    private static readonly string[] Refusals =
    [
        "access denied", "access to the resource is denied", "unauthorized", "authentication required", "no basic auth",
    ];

    private readonly IDockerClient _docker;
    private readonly HashSet<string> _pulled = new(StringComparer.Ordinal);

    public DockerPull(IDockerClient docker)
    {
        _docker = docker;
    }

    /// <exception cref="TaskStartException">With the cause after <c>CannotPullContainerError:</c> as its message.</exception>
    public async Task<ContainerImage> PullAsync(TaskPlan task, ImagePull image, CancellationToken cancellationToken)
    {
        var name = image.PinnedName ?? WithTag(image.Image);
        var found = await FindAsync(name, cancellationToken).ConfigureAwait(false);

        // Fargate keeps no images. With a login of another registry the pull shows whether the login is right.
        if (found is null || image is { PinnedName: null, User: not null })
        {
            await PullAsync(name, image, cancellationToken).ConfigureAwait(false);
            found = await FindAsync(name, cancellationToken).ConfigureAwait(false)
                ?? throw Failed(name, "not found");
        }

        var platform = $"{found.Os}/{found.Architecture}";
        if (platform != task.Platform)
        {
            throw new TaskStartException(TaskStartException.WrongPlatform(task.Platform));
        }

        return new ContainerImage(found.ID, Digest(name, found));
    }

    /// <summary>Removes the images that came by <see cref="PullAsync(TaskPlan, ImagePull, CancellationToken)"/>; those in use stay.</summary>
    public async Task RemovePulledAsync()
    {
        string[] pulled;
        lock (_pulled)
        {
            pulled = _pulled.ToArray();
        }

        foreach (var name in pulled)
        {
            try
            {
                await _docker.Images.DeleteImageAsync(name, new ImageDeleteParameters()).ConfigureAwait(false);
            }
            catch (DockerApiException)
            {
                // Someone else runs it, or has removed it.
            }
        }
    }

    private static string WithTag(string image)
        => image.Contains("@") || image.LastIndexOf(':') > image.LastIndexOf('/') ? image : image + ":latest";

    private async Task<ImageInspectResponse?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await _docker.Images.InspectImageAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerImageNotFoundException)
        {
            return null;
        }
    }

    private async Task PullAsync(string name, ImagePull image, CancellationToken cancellationToken)
    {
        var cut = name.Contains("@") ? name.IndexOf('@') : name.LastIndexOf(':');
        var parameters = new ImagesCreateParameters { FromImage = name.Substring(0, cut), Tag = name.Substring(cut + 1) };
        var login = image.User is null ? null : new AuthConfig { Username = image.User, Password = image.Password };
        var errors = new PullErrors();
        try
        {
            await _docker.Images.CreateImageAsync(parameters, login, errors, cancellationToken).ConfigureAwait(false);
        }
        catch (DockerApiException refusal)
        {
            throw Failed(name, DockerMessages.Of(refusal));
        }

        if (errors.Last is { } error)
        {
            throw Failed(name, error);
        }

        lock (_pulled)
        {
            _pulled.Add(name);
        }
    }

    private static TaskStartException Failed(string name, string cause)
    {
        if (Refusals.Any(cause.Contains))
        {
            return new TaskStartException(
                $"pull image manifest has been retried 1 time(s): failed to resolve ref {name}: pull access denied, repository does not exist "
                + "or may require authorization: server message: insufficient_scope: authorization failed");
        }

        var missing = cause.Contains("not found") || cause.Contains("manifest unknown") || cause.Contains("does not exist");
        return new TaskStartException(
            $"pull image manifest has been retried 1 time(s): failed to resolve ref {name}: {(missing ? "not found" : cause)}");
    }

    private static string? Digest(string name, ImageInspectResponse image)
    {
        var at = name.IndexOf('@');
        if (at >= 0)
        {
            return name.Substring(at + 1);
        }

        return image.RepoDigests?.Select(digest => digest.Substring(digest.IndexOf('@') + 1)).FirstOrDefault();
    }

    /// <summary>Reads messages when they arrive. <see cref="Progress{T}"/> may report them too late.</summary>
    private sealed class PullErrors : IProgress<JSONMessage>
    {
        public string? Last { get; private set; }

        public void Report(JSONMessage value) => Last = value.Error?.Message ?? value.ErrorMessage ?? Last;
    }
}
