using System;
using System.Linq;
using EcsTools.Sandbox.Cloud;
using EcsTools.Sandbox.Engine;
using EcsTools.Sandbox.Registry;
using EcsTools.Sandbox.Services.Ecr;
using EcsTools.Sandbox.Services.Ecs.Shared;

namespace EcsTools.Sandbox.Services.Ecs.Tasks;

/// <summary>Finds the images of containers in the sandbox's registry. The engine pulls any other image itself.</summary>
internal sealed class ContainerImages
{
    private readonly SandboxCloud _cloud;
    private readonly TaskRoles _roles;
    private readonly TaskSecrets _secrets;

    public ContainerImages(SandboxCloud cloud, TaskRoles roles, TaskSecrets secrets)
    {
        _cloud = cloud;
        _roles = roles;
        _secrets = secrets;
    }

    private EcrService Ecr => _cloud.Service<EcrService>();

    /// <summary>What to pull for a container. An image of the sandbox's registry is pinned to its digest.</summary>
    /// <exception cref="TaskStartException">The sandbox's registry has no such image for the platform, or the role may not pull it.</exception>
    public ImagePull Resolve(TaskPlan task, ContainerPlan container)
    {
        var found = Ecr.ResolveImage(container.Digest is { } digest ? Pinned(container.Image, digest) : container.Image);
        switch (found.Status)
        {
            case not (ImageResolutionStatus.OtherRegistry or ImageResolutionStatus.Malformed)
                when RefusedPull(task, container, found.Repository) is { } refusal:
                throw refusal;
            case ImageResolutionStatus.Found when found.Platforms.Count > 0
                && !found.Platforms.Any(platform => ImageManifest.Runs(platform, task.Platform)):
                throw TaskStartException.CannotPull(container.Name, TaskStartException.WrongPlatform(task.Platform));
            case ImageResolutionStatus.Found:
                return new ImagePull(
                    container.Image, new RegistryImage(found.Repository, found.Digest!, () => Read(found, task.Platform, container)));
            case ImageResolutionStatus.ImageMissing or ImageResolutionStatus.RepositoryMissing:
                throw Missing(container);
            case ImageResolutionStatus.OtherRegistry when container.PullSecret is { } secret:
                return new ImagePull(container.Image, Login: _secrets.Login(task, secret));
            default:
                return new ImagePull(container.Image);
        }
    }

    /// <summary>The digest of a tag in the sandbox's registry now; null for an image with a digest, or from another registry.</summary>
    public string? Digest(string image)
        => image.IndexOf('@') < 0 && Ecr.ResolveImage(image) is { Status: ImageResolutionStatus.Found } found ? found.Digest : null;

    /// <summary>Why the execution role may not pull from a repository of the sandbox, or null.</summary>
    private TaskStartException? RefusedPull(TaskPlan task, ContainerPlan container, string repository)
    {
        if (Denial(task, "ecr:GetAuthorizationToken", "*") is { } denial)
        {
            return TaskStartException.CannotInitialize(
                "unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: "
                + $"service call has been retried 1 time(s): AccessDeniedException: {denial} status code: 400, request id: {Guid.NewGuid()}");
        }

        var (arn, image) = (_cloud.Arn("ecr", "repository/" + repository), container.Image);
        return new[] { "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer" }.Any(action => Denial(task, action, arn) is not null)
            ? TaskStartException.CannotPull(
                container.Name,
                $"pull image manifest has been retried 1 time(s): failed to resolve ref {image}: unexpected status code "
                + $"[manifests {image.Substring(image.LastIndexOf(':') + 1)}]: 403 Forbidden")
            : null;
    }

    private string? Denial(TaskPlan task, string action, string resource)
        => _roles.Denial(task.ExecutionRoleArn ?? "", task.Id, action, resource);

    /// <summary>The same repository with a digest instead of a tag.</summary>
    private static string Pinned(string image, string digest)
    {
        var tag = image.LastIndexOf(':');
        return (tag > image.LastIndexOf('/') ? image.Substring(0, tag) : image) + "@" + digest;
    }

    private ImageContent Read(ImageResolution found, string platform, ContainerPlan container)
    {
        // It may be deleted while the task starts.
        var image = Ecr.Registry.PullFor(found.Repository, found.Digest!, platform) ?? throw Missing(container);
        var store = Ecr.Registry.Store;
        ImageBlob Blob(string digest)
            => store.Length(digest) is >= 0 and var size ? new ImageBlob(digest, size, () => store.OpenRead(digest)) : throw Missing(container);
        return new ImageContent(
            Blob(image.Digest), image.MediaType, Blob(image.Blobs[0].Digest), image.Blobs.Skip(1).Select(layer => Blob(layer.Digest)).ToList());
    }

    private static TaskStartException Missing(ContainerPlan container) => TaskStartException.CannotPull(
        container.Name, $"pull image manifest has been retried 1 time(s): failed to resolve ref {container.Image}: not found");
}
