using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;
using Docker.DotNet.Wire;

namespace Docker.DotNet;

internal sealed class ContainerOperations : IContainerOperations
{
    internal static readonly Func<HttpStatusCode, string?, DockerApiException> NoContainer =
        (status, body) => new DockerContainerNotFoundException(status, body);

    private readonly DockerClient _client;

    public ContainerOperations(DockerClient client) => _client = client;

    public async Task<IList<ContainerListResponse>> ListContainersAsync(ContainersListParameters parameters, CancellationToken cancellationToken) =>
        await _client.SendAsync<ContainerListResponse[]>(
            new ApiCall(HttpMethod.Get, "containers/json") { Query = Require.Value(parameters, nameof(parameters)) },
            cancellationToken).ConfigureAwait(false);

    public Task<CreateContainerResponse> CreateContainerAsync(CreateContainerParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync<CreateContainerResponse>(
            new ApiCall(HttpMethod.Post, "containers/create")
            {
                Query = Require.Value(parameters, nameof(parameters)),
                Json = parameters,
                NotFound = ImageOperations.NoImage,
            },
            cancellationToken);

    public Task<ContainerInspectResponse> InspectContainerAsync(string id, CancellationToken cancellationToken) =>
        _client.SendAsync<ContainerInspectResponse>(Call(HttpMethod.Get, id, "/json"), cancellationToken);

    public async Task<MultiplexedStream> GetContainerLogsAsync(
        string id, bool tty, ContainerLogsParameters parameters, CancellationToken cancellationToken)
    {
        var call = Call(HttpMethod.Get, id, "/logs", Require.Value(parameters, nameof(parameters)));
        return new MultiplexedStream(await _client.OpenAsync(call, cancellationToken).ConfigureAwait(false), !tty);
    }

    public Task GetContainerStatsAsync(
        string id, ContainerStatsParameters parameters, IProgress<ContainerStatsResponse> progress, CancellationToken cancellationToken) =>
        _client.MonitorAsync(
            Call(HttpMethod.Get, id, "/stats", Require.Value(parameters, nameof(parameters))),
            Require.Value(progress, nameof(progress)),
            cancellationToken);

    public Task ResizeContainerTtyAsync(string id, ContainerResizeParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync(Call(HttpMethod.Post, id, "/resize", Require.Value(parameters, nameof(parameters))), cancellationToken);

    public async Task<bool> StartContainerAsync(string id, ContainerStartParameters? parameters, CancellationToken cancellationToken)
    {
        var answer = await _client.SendAsync(Call(HttpMethod.Post, id, "/start", parameters), cancellationToken).ConfigureAwait(false);
        return answer.Status != HttpStatusCode.NotModified;
    }

    public async Task<bool> StopContainerAsync(string id, ContainerStopParameters parameters, CancellationToken cancellationToken)
    {
        var call = Call(HttpMethod.Post, id, "/stop", Require.Value(parameters, nameof(parameters)), waits: true);
        var answer = await _client.SendAsync(call, cancellationToken).ConfigureAwait(false);
        return answer.Status != HttpStatusCode.NotModified;
    }

    public Task RestartContainerAsync(string id, ContainerRestartParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync(
            Call(HttpMethod.Post, id, "/restart", Require.Value(parameters, nameof(parameters)), waits: true), cancellationToken);

    public Task KillContainerAsync(string id, ContainerKillParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync(Call(HttpMethod.Post, id, "/kill", Require.Value(parameters, nameof(parameters))), cancellationToken);

    public async Task<MultiplexedStream> AttachContainerAsync(
        string id, bool tty, ContainerAttachParameters parameters, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, Path(id, "/attach"))
        {
            Query = Require.Value(parameters, nameof(parameters)),
            NotFound = NoContainer,
            Hijack = true,
        };
        return new MultiplexedStream(await _client.OpenAsync(call, cancellationToken).ConfigureAwait(false), !tty);
    }

    public Task<ContainerWaitResponse> WaitContainerAsync(string id, CancellationToken cancellationToken) =>
        _client.SendAsync<ContainerWaitResponse>(Call(HttpMethod.Post, id, "/wait", waits: true), cancellationToken);

    public Task RemoveContainerAsync(string id, ContainerRemoveParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync(Call(HttpMethod.Delete, id, "", Require.Value(parameters, nameof(parameters))), cancellationToken);

    private static string Path(string id, string rest) => "containers/" + Require.Text(id, nameof(id)) + rest;

    private static ApiCall Call(HttpMethod method, string id, string rest, object? query = null, bool waits = false) =>
        new(method, Path(id, rest)) { Query = query, NotFound = NoContainer, Waits = waits };
}
