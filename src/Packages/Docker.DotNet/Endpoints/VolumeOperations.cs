using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;
using Docker.DotNet.Wire;

namespace Docker.DotNet;

internal sealed class VolumeOperations : IVolumeOperations
{
    private readonly DockerClient _client;

    public VolumeOperations(DockerClient client) => _client = client;

    public Task<VolumesListResponse> ListAsync(CancellationToken cancellationToken) => ListAsync(null, cancellationToken);

    public Task<VolumesListResponse> ListAsync(VolumesListParameters? parameters, CancellationToken cancellationToken) =>
        _client.SendAsync<VolumesListResponse>(new ApiCall(HttpMethod.Get, "volumes") { Query = parameters }, cancellationToken);

    public Task<VolumeResponse> CreateAsync(VolumesCreateParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync<VolumeResponse>(
            new ApiCall(HttpMethod.Post, "volumes/create") { Json = Require.Value(parameters, nameof(parameters)) }, cancellationToken);

    public Task<VolumeResponse> InspectAsync(string name, CancellationToken cancellationToken) =>
        _client.SendAsync<VolumeResponse>(new ApiCall(HttpMethod.Get, "volumes/" + Require.Text(name, nameof(name))), cancellationToken);

    public Task RemoveAsync(string name, bool? force, CancellationToken cancellationToken) =>
        _client.SendAsync(
            new ApiCall(HttpMethod.Delete, "volumes/" + Require.Text(name, nameof(name)))
            {
                ExtraQuery = force == true ? new[] { new KeyValuePair<string, string>("force", "1") } : null,
            },
            cancellationToken);
}
