using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>Gets the engine the images of tasks. If that fails, the reason has the text of Fargate.</summary>
internal sealed class DockerPull
{
    /// <summary>What engines say if a registry requires a login, or refuses the one that it gets.</summary>
    private static readonly string[] Refusals =
    [
        "access denied", "access to the resource is denied", "unauthorized", "authentication required", "no basic auth",
    ];

    private readonly IDockerClient _docker;
    private readonly DockerLoad _load;
    private readonly HashSet<string> _pulled = new(StringComparer.Ordinal);

    public DockerPull(IDockerClient docker, DockerLabels marks)
    {
        _docker = docker;
        _load = new DockerLoad(docker, marks);
    }

    /// <exception cref="TaskStartException">With the cause after <c>CannotPullContainerError:</c> as its message.</exception>
    public async Task<ContainerImage> PullAsync(TaskPlan task, ImagePull image, CancellationToken cancellationToken)
    {
        var found = image.Stored is { } stored
            ? await LoadAsync(image.Image, stored, cancellationToken).ConfigureAwait(false)
            : await PullAsync(WithTag(image.Image), image.Login, cancellationToken).ConfigureAwait(false);
        var platform = $"{found.Os}/{found.Architecture}";
        if (platform != task.Platform)
        {
            throw new TaskStartException(TaskStartException.WrongPlatform(task.Platform));
        }

        return new ContainerImage(found.ID, image.Stored?.Digest ?? Digest(image.Image, found));
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
            await _docker.RemoveImageAsync(name).ConfigureAwait(false);
        }

        await _load.RemoveAllAsync().ConfigureAwait(false);
    }

    private static string WithTag(string image)
        => image.Contains("@") || image.LastIndexOf(':') > image.LastIndexOf('/') ? image : image + ":latest";

    private async Task<ImageInspectResponse> LoadAsync(string name, RegistryImage stored, CancellationToken cancellationToken)
    {
        try
        {
            return await _load.EnsureAsync(stored, cancellationToken).ConfigureAwait(false);
        }
        catch (ImageRefusedException refusal)
        {
            throw Failed(name, refusal.Message);
        }
    }

    private async Task<ImageInspectResponse> PullAsync(string name, RegistryLogin? login, CancellationToken cancellationToken)
    {
        // Fargate keeps no images. With a login the pull shows whether the login is right.
        if (login is null && await _docker.FindImageAsync(name, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        var cut = name.Contains("@") ? name.IndexOf('@') : name.LastIndexOf(':');
        var parameters = new ImagesCreateParameters { FromImage = name.Substring(0, cut), Tag = name.Substring(cut + 1) };
        var errors = new MessageErrors();
        var authentication = login is null ? null : new AuthConfig { Username = login.User, Password = login.Password };
        try
        {
            await _docker.Images.CreateImageAsync(parameters, authentication, errors, cancellationToken).ConfigureAwait(false);
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

        return await _docker.FindImageAsync(name, cancellationToken).ConfigureAwait(false) ?? throw Failed(name, "not found");
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
}
