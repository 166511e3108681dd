using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;
using Docker.DotNet.Wire;

namespace Docker.DotNet;

internal sealed class ExecOperations : IExecOperations
{
    private readonly DockerClient _client;

    public ExecOperations(DockerClient client) => _client = client;

    public Task<ContainerExecCreateResponse> ExecCreateContainerAsync(
        string id, ContainerExecCreateParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync<ContainerExecCreateResponse>(
            new ApiCall(HttpMethod.Post, "containers/" + Require.Text(id, nameof(id)) + "/exec")
            {
                Json = Require.Value(parameters, nameof(parameters)),
                NotFound = ContainerOperations.NoContainer,
            },
            cancellationToken);

    public Task StartContainerExecAsync(string id, CancellationToken cancellationToken) =>
        _client.SendAsync(Start(id, new ContainerExecStartParameters { Detach = true }, hijack: false), cancellationToken);

    public async Task<MultiplexedStream> StartAndAttachContainerExecAsync(string id, bool tty, CancellationToken cancellationToken)
    {
        var parameters = new ContainerExecStartParameters { AttachStdin = true, AttachStdout = true, AttachStderr = true, Tty = tty };
        var stream = await _client.OpenAsync(Start(id, parameters, hijack: true), cancellationToken).ConfigureAwait(false);
        return new MultiplexedStream(stream, !tty);
    }

    public Task ResizeContainerExecTtyAsync(string id, ContainerResizeParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync(
            new ApiCall(HttpMethod.Post, "exec/" + Require.Text(id, nameof(id)) + "/resize")
            {
                Query = Require.Value(parameters, nameof(parameters)),
                NotFound = ContainerOperations.NoContainer,
            },
            cancellationToken);

    public Task<ContainerExecInspectResponse> InspectContainerExecAsync(string id, CancellationToken cancellationToken) =>
        _client.SendAsync<ContainerExecInspectResponse>(
            new ApiCall(HttpMethod.Get, "exec/" + Require.Text(id, nameof(id)) + "/json") { NotFound = ContainerOperations.NoContainer },
            cancellationToken);

    private static ApiCall Start(string id, ContainerExecStartParameters parameters, bool hijack) =>
        new(HttpMethod.Post, "exec/" + Require.Text(id, nameof(id)) + "/start")
        {
            Json = parameters,
            NotFound = ContainerOperations.NoContainer,
            Hijack = hijack,
        };
}
