using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace EcsTools.Sandbox.Engine.Docker;

/// <summary>The Service Connect namespaces of a sandbox: a network for each, in which the name server of the engine knows the tasks by their aliases.</summary>
internal sealed class DockerNamespaces
{
    private readonly DockerClient _docker;
    private readonly DockerLabels _marks;
    private readonly ConcurrentDictionary<string, Lazy<Task>> _networks = new(StringComparer.Ordinal);

    public DockerNamespaces(DockerClient docker, DockerLabels marks) => (_docker, _marks) = (docker, marks);

    /// <summary>Adds the container that owns the network of a task to its namespace.</summary>
    public async Task JoinAsync(TaskPlan task, string container)
    {
        if (task.Connect is not { } connect)
        {
            return;
        }

        await _networks.GetOrAdd(connect.Namespace, name => new Lazy<Task>(() => CreateAsync(name))).Value.ConfigureAwait(false);
        await _docker.Networks.ConnectNetworkAsync(
            _marks.NamespaceNetwork(connect.Namespace),
            new NetworkConnectParameters { Container = container, EndpointConfig = new EndpointSettings { Aliases = connect.Names.ToList() } },
            CancellationToken.None).ConfigureAwait(false);
    }

    private Task CreateAsync(string name) => _docker.Networks.CreateNetworkAsync(
        new NetworksCreateParameters { Name = _marks.NamespaceNetwork(name), Driver = "bridge", Labels = _marks.Labels() }, CancellationToken.None);
}
