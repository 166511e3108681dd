using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>Runs tasks as containers of a Docker engine, on one network of their own.</summary>
internal sealed class DockerHost : IContainerHost
{
    private readonly DockerClient _docker;
    private readonly DockerLabels _marks = new();
    private readonly DockerSpecs _specs;
    private readonly DockerPull _pull;
    private readonly DockerNamespaces _namespaces;
    private readonly PortAddress _address;

    // Ports of the engine's host that tasks of this sandbox hold: asking the engine for one again costs a container.
    private readonly Dictionary<string, IReadOnlyList<PublishedPort>> _ports = new(StringComparer.Ordinal);

    private DockerHost(DockerClient docker, SystemInfoResponse engine, PortAddress address)
    {
        _docker = docker;
        _address = address;
        _specs = new DockerSpecs(_marks, engine);
        _pull = new DockerPull(docker, _marks);
        _namespaces = new DockerNamespaces(docker, _marks);
    }

    public ContainerRuntime Runtime => ContainerRuntime.Docker;

    /// <summary>Takes the engine over: clears what dead sandboxes left, and makes the network of this one.</summary>
    /// <param name="docker">The client of the engine.</param>
    /// <param name="endpoint">Where the engine is.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="InvalidOperationException">The engine runs no Linux containers.</exception>
    public static async Task<DockerHost> OpenAsync(DockerClient docker, Uri endpoint, CancellationToken cancellationToken)
    {
        var engine = await docker.System.GetSystemInfoAsync(cancellationToken).ConfigureAwait(false);
        if (engine.OSType != "linux")
        {
            throw new InvalidOperationException($"The Docker engine runs {engine.OSType} containers; tasks need one that runs linux containers.");
        }

        var host = new DockerHost(docker, engine, await PortAddress.OfEngineAsync(endpoint).ConfigureAwait(false));
        await DockerCleanup.RemoveLeftoversAsync(docker, cancellationToken).ConfigureAwait(false);
        await PauseImage.EnsureAsync(docker, engine.Architecture, cancellationToken).ConfigureAwait(false);
        var network = new NetworksCreateParameters { Name = host._marks.Network, Driver = "bridge", Labels = host._marks.Labels() };
        await docker.Networks.CreateNetworkAsync(network, cancellationToken).ConfigureAwait(false);
        return host;
    }

    public async Task<TaskNetwork> OpenAsync(TaskPlan task, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var id = await StartNetworkAsync(task).ConfigureAwait(false);
        await _namespaces.JoinAsync(task, id).ConfigureAwait(false);
        var container = await _docker.Containers.InspectContainerAsync(id, CancellationToken.None).ConfigureAwait(false);
        var ports = Published(container.NetworkSettings.Ports).ToList();
        lock (_ports)
        {
            _ports[task.Id] = ports;
        }

        return new TaskNetwork(container.NetworkSettings.Networks[_marks.Network].IPAddress, ports);
    }

    public Task<ContainerImage> PullAsync(TaskPlan task, ImagePull image, CancellationToken cancellationToken)
        => _pull.PullAsync(task, image, cancellationToken);

    public async Task<IRunningContainer> StartAsync(ContainerStart start, CancellationToken cancellationToken)
    {
        // Not cancelled on the way: the engine would go on, and what it makes after the task was cleared away stays.
        cancellationToken.ThrowIfCancellationRequested();
        var name = start.Container.Name;
        string id;
        try
        {
            await RemoveEarlierAsync(start).ConfigureAwait(false);
            id = (await _docker.Containers.CreateContainerAsync(_specs.Container(start), CancellationToken.None).ConfigureAwait(false)).ID;
        }
        catch (DockerApiException refusal)
        {
            throw new TaskStartException("Task failed to start", name, "CannotCreateContainerError: " + DockerMessages.Of(refusal));
        }

        var output = await ContainerLines.AttachAsync(_docker, id, start.Container.Terminal).ConfigureAwait(false);
        try
        {
            await _docker.Containers.StartContainerAsync(id, null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (DockerApiException refusal)
        {
            output.Dispose();
            throw TaskStartException.CannotStart(
                name, "ResourceInitializationError: failed to create new container runtime task: " + DockerMessages.Of(refusal));
        }

        return new DockerContainer(_docker, id, output, start.Line);
    }

    public async Task CloseAsync(TaskPlan task)
    {
        await DockerCleanup.RemoveAsync(_docker, DockerLabels.Task + "=" + task.Id).ConfigureAwait(false);
        lock (_ports)
        {
            _ports.Remove(task.Id);
        }
    }

    public Task KillAsync() => DockerCleanup.RemoveAsync(_docker, DockerLabels.Sandbox + "=" + _marks.Id);

    public async Task ShutdownAsync()
    {
        await KillAsync().ConfigureAwait(false);
        await _pull.RemovePulledAsync().ConfigureAwait(false);
        _docker.Dispose();
    }

    private IEnumerable<PublishedPort> Published(IDictionary<string, IList<PortBinding>>? ports)
    {
        foreach (var port in ports ?? new Dictionary<string, IList<PortBinding>>())
        {
            var parts = port.Key.Split('/');
            foreach (var binding in port.Value ?? [])
            {
                yield return new PublishedPort(
                    int.Parse(parts[0], CultureInfo.InvariantCulture),
                    new IPEndPoint(_address.Reached, int.Parse(binding.HostPort, CultureInfo.InvariantCulture)),
                    parts[1]);
            }
        }
    }

    /// <summary>Publishes the ports of the task, if they are free on the engine's host; otherwise any free ports.</summary>
    private async Task<string> StartNetworkAsync(TaskPlan task)
    {
        bool samePorts;
        lock (_ports)
        {
            var held = _ports.Values.SelectMany(ports => ports).ToList();
            samePorts = !task.Containers.SelectMany(container => container.Ports)
                .Any(port => held.Exists(other => other.Host.Port == port.Port && other.Protocol == port.Protocol));
        }

        while (true)
        {
            try
            {
                var created = await _docker.Containers.CreateContainerAsync(_specs.Network(task, _address.Published, samePorts)).ConfigureAwait(false);
                await _docker.Containers.StartContainerAsync(created.ID, null).ConfigureAwait(false);
                return created.ID;
            }
            catch (DockerApiException refusal) when (
                DockerMessages.IsPortTaken(refusal) && (samePorts || (DockerMessages.IsForeignAddress(refusal) && _address.CanWiden)))
            {
                await DockerCleanup.RemoveAsync(_docker, DockerLabels.Task + "=" + task.Id).ConfigureAwait(false);
                if (DockerMessages.IsForeignAddress(refusal) && _address.CanWiden)
                {
                    _address.Widen();
                }
                else
                {
                    samePorts = false;
                }
            }
        }
    }

    /// <summary>A container that is started again takes the name of the one before.</summary>
    private async Task RemoveEarlierAsync(ContainerStart start)
    {
        if (start.Container.Restart is null)
        {
            return;
        }

        try
        {
            await _docker.Containers.RemoveContainerAsync(
                _marks.ContainerName(start.Task, start.Container.Name), new ContainerRemoveParameters { Force = true }).ConfigureAwait(false);
        }
        catch (DockerContainerNotFoundException)
        {
            // The first start.
        }
    }
}
