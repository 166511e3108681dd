using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;
using Docker.DotNet.Wire;

namespace Docker.DotNet;

internal sealed class SystemOperations : ISystemOperations
{
    private readonly DockerClient _client;

    public SystemOperations(DockerClient client) => _client = client;

    public Task<VersionResponse> GetVersionAsync(CancellationToken cancellationToken) =>
        _client.SendAsync<VersionResponse>(new ApiCall(HttpMethod.Get, "version"), cancellationToken);

    public Task PingAsync(CancellationToken cancellationToken) =>
        _client.SendAsync(new ApiCall(HttpMethod.Get, "_ping"), cancellationToken);

    public Task<SystemInfoResponse> GetSystemInfoAsync(CancellationToken cancellationToken) =>
        _client.SendAsync<SystemInfoResponse>(new ApiCall(HttpMethod.Get, "info"), cancellationToken);

    public Task MonitorEventsAsync(ContainerEventsParameters parameters, IProgress<Message> progress, CancellationToken cancellationToken) =>
        _client.MonitorAsync(
            new ApiCall(HttpMethod.Get, "events") { Query = Require.Value(parameters, nameof(parameters)) },
            Require.Value(progress, nameof(progress)),
            cancellationToken);
}
