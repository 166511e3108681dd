using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;
using Docker.DotNet.Wire;

namespace Docker.DotNet;

internal sealed class NetworkOperations : INetworkOperations
{
    private static readonly Func<HttpStatusCode, string?, DockerApiException> NoNetwork =
        (status, body) => new DockerNetworkNotFoundException(status, body);

    private readonly DockerClient _client;

    public NetworkOperations(DockerClient client) => _client = client;

    public async Task<IList<NetworkResponse>> ListNetworksAsync(NetworksListParameters? parameters, CancellationToken cancellationToken) =>
        await _client.SendAsync<NetworkResponse[]>(
            new ApiCall(HttpMethod.Get, "networks") { Query = parameters }, cancellationToken).ConfigureAwait(false);

    public Task<NetworkResponse> InspectNetworkAsync(string id, CancellationToken cancellationToken) =>
        _client.SendAsync<NetworkResponse>(Call(HttpMethod.Get, id, ""), cancellationToken);

    public Task DeleteNetworkAsync(string id, CancellationToken cancellationToken) =>
        _client.SendAsync(Call(HttpMethod.Delete, id, ""), cancellationToken);

    public Task<NetworksCreateResponse> CreateNetworkAsync(NetworksCreateParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync<NetworksCreateResponse>(
            new ApiCall(HttpMethod.Post, "networks/create") { Json = Require.Value(parameters, nameof(parameters)) }, cancellationToken);

    public Task ConnectNetworkAsync(string id, NetworkConnectParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync(Call(HttpMethod.Post, id, "/connect", Require.Value(parameters, nameof(parameters))), cancellationToken);

    public Task DisconnectNetworkAsync(string id, NetworkDisconnectParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync(Call(HttpMethod.Post, id, "/disconnect", Require.Value(parameters, nameof(parameters))), cancellationToken);

    private static ApiCall Call(HttpMethod method, string id, string rest, object? json = null) =>
        new(method, "networks/" + Require.Text(id, nameof(id)) + rest) { Json = json, NotFound = NoNetwork };
}
