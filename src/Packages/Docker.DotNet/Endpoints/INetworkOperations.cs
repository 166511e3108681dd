using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;

namespace Docker.DotNet;

/// <summary>Networks of an engine. Calls that name one throw <see cref="DockerNetworkNotFoundException"/> where it is not there.</summary>
public interface INetworkOperations
{
    /// <summary>The engine's networks.</summary>
    Task<IList<NetworkResponse>> ListNetworksAsync(
        NetworksListParameters? parameters = null, CancellationToken cancellationToken = default);

    /// <summary>All about a network.</summary>
    Task<NetworkResponse> InspectNetworkAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Removes a network.</summary>
    Task DeleteNetworkAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Makes a network.</summary>
    Task<NetworksCreateResponse> CreateNetworkAsync(NetworksCreateParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Connects a container.</summary>
    Task ConnectNetworkAsync(string id, NetworkConnectParameters parameters, CancellationToken cancellationToken = default);

    /// <summary>Disconnects a container.</summary>
    Task DisconnectNetworkAsync(string id, NetworkDisconnectParameters parameters, CancellationToken cancellationToken = default);
}
