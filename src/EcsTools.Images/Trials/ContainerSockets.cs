using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Images.Trials;

/// <summary>Reads on which ports a container listens.</summary>
internal static class ContainerSockets
{
    private static readonly string[] Files = ["/proc/net/tcp", "/proc/net/tcp6"];

    /// <summary>The ports; null if neither the container nor this machine can tell them.</summary>
    public static async Task<IReadOnlyList<ListeningPort>?> ReadAsync(
        IDockerClient client, ContainerInspectResponse container, CancellationToken cancellationToken)
        => await InsideAsync(client, container.ID, cancellationToken).ConfigureAwait(false) ?? FromHost(container);

    /// <summary>The program cat of the image reads them. Many small images do not have it.</summary>
    private static async Task<IReadOnlyList<ListeningPort>?> InsideAsync(IDockerClient client, string id, CancellationToken cancellationToken)
    {
        try
        {
            var created = await client.Exec.ExecCreateContainerAsync(
                id, new ContainerExecCreateParameters { Cmd = ["cat", .. Files], AttachStdout = true, AttachStderr = true }, cancellationToken)
                .ConfigureAwait(false);
            using var stream = await client.Exec.StartAndAttachContainerExecAsync(created.ID, false, cancellationToken).ConfigureAwait(false);
            var (output, _) = await stream.ReadOutputToEndAsync(cancellationToken).ConfigureAwait(false);
            return output.Contains("local_address") ? ListeningPort.Parse(output) : null;
        }
        catch (Exception problem) when (problem is DockerApiException or IOException)
        {
            return null;
        }
    }

    /// <summary>Linux shows the network of each process. The number may be that of another machine, so the control group must name the container.</summary>
    private static IReadOnlyList<ListeningPort>? FromHost(ContainerInspectResponse container)
    {
        var folder = $"/proc/{container.State.Pid}";
        try
        {
            if (!File.Exists(folder + "/cgroup") || !File.ReadAllText(folder + "/cgroup").Contains(container.ID))
            {
                return null;
            }

            var text = "";
            foreach (var file in Files)
            {
                var path = folder + file.Substring("/proc".Length);
                text += File.Exists(path) ? File.ReadAllText(path) + "\n" : "";
            }

            return text.Contains("local_address") ? ListeningPort.Parse(text) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
