using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>Removes containers, volumes and networks by their labels. What is gone already, or still in use elsewhere, is passed over.</summary>
internal static class DockerCleanup
{
    /// <summary>Removes what sandboxes whose process has ended left behind.</summary>
    public static Task RemoveLeftoversAsync(IDockerClient docker, CancellationToken cancellationToken)
        => RemoveAsync(docker, DockerLabels.Sandbox, DockerLabels.IsLeftover, cancellationToken);

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
