using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>Removes containers, volumes and networks by their labels. What is gone already, or still in use elsewhere, is passed over.</summary>
internal static class DockerCleanup
{
    /// <summary>Removes what sandboxes whose process has ended left behind.</summary>
    public static async Task RemoveLeftoversAsync(IDockerClient docker, CancellationToken cancellationToken)
    {
        await RemoveAsync(docker, DockerLabels.Sandbox, DockerLabels.IsLeftover, cancellationToken).ConfigureAwait(false);
        await RemoveImagesAsync(docker, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes all that carries a label, such as <c>ecstools.task=0123</c>.</summary>
    public static Task RemoveAsync(IDockerClient docker, string label) => RemoveAsync(docker, label, _ => true, CancellationToken.None);

    private static async Task RemoveAsync(
        IDockerClient docker, string label, Func<IDictionary<string, string>, bool> which, CancellationToken cancellationToken)
    {
        var filters = DockerLabels.Filter(label);
        var containers = await docker.Containers.ListContainersAsync(
            new ContainersListParameters { All = true, Filters = filters }, cancellationToken).ConfigureAwait(false);
        foreach (var container in containers)
        {
            await TryAsync(which(container.Labels), () => docker.Containers.RemoveContainerAsync(
                container.ID, new ContainerRemoveParameters { Force = true, RemoveVolumes = true }, cancellationToken)).ConfigureAwait(false);
        }

        var volumes = await docker.Volumes.ListAsync(new VolumesListParameters { Filters = filters }, cancellationToken).ConfigureAwait(false);
        foreach (var volume in volumes.Volumes ?? [])
        {
            await TryAsync(which(volume.Labels), () => docker.Volumes.RemoveAsync(volume.Name, true, cancellationToken)).ConfigureAwait(false);
        }

        var networks = await docker.Networks.ListNetworksAsync(
            new NetworksListParameters { Filters = filters }, cancellationToken).ConfigureAwait(false);
        foreach (var network in networks)
        {
            await TryAsync(which(network.Labels), () => docker.Networks.DeleteNetworkAsync(network.ID, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Images have no label that says whose they are. A sandbox has its network before it gives the engine an image, so a name without one is a leftover.
    /// </summary>
    private static async Task RemoveImagesAsync(IDockerClient docker, CancellationToken cancellationToken)
    {
        var images = await docker.Images.ListImagesAsync(new ImagesListParameters(), cancellationToken).ConfigureAwait(false);
        var names = images.SelectMany(image => image.RepoTags ?? []).Where(DockerLabels.IsImageName).ToList();
        if (names.Count == 0)
        {
            return;
        }

        var networks = await docker.Networks.ListNetworksAsync(
            new NetworksListParameters { Filters = DockerLabels.Filter(DockerLabels.Sandbox) }, cancellationToken).ConfigureAwait(false);
        foreach (var name in names.Where(name => networks.All(network => network.Name != DockerLabels.NetworkOf(name))))
        {
            await docker.RemoveImageAsync(name).ConfigureAwait(false);
        }
    }

    private static async Task TryAsync(bool wanted, Func<Task> remove)
    {
        if (!wanted)
        {
            return;
        }

        try
        {
            await remove().ConfigureAwait(false);
        }
        catch (DockerApiException)
        {
            // Another sandbox that starts now may be removing the same leftovers.
        }
    }
}
