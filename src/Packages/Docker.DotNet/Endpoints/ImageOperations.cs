using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Models;
using Docker.DotNet.Wire;

namespace Docker.DotNet;

internal sealed class ImageOperations : IImageOperations
{
    internal static readonly Func<HttpStatusCode, string?, DockerApiException> NoImage =
        (status, body) => new DockerImageNotFoundException(status, body);

    private readonly DockerClient _client;

    public ImageOperations(DockerClient client) => _client = client;

    public async Task<IList<ImagesListResponse>> ListImagesAsync(ImagesListParameters parameters, CancellationToken cancellationToken) =>
        await _client.SendAsync<ImagesListResponse[]>(
            new ApiCall(HttpMethod.Get, "images/json") { Query = Require.Value(parameters, nameof(parameters)) },
            cancellationToken).ConfigureAwait(false);

    public Task BuildImageFromDockerfileAsync(
        ImageBuildParameters parameters,
        Stream contents,
        IEnumerable<AuthConfig>? authConfigs,
        IDictionary<string, string>? headers,
        IProgress<JSONMessage> progress,
        CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, string>(headers ?? new Dictionary<string, string>());
        var byServer = (authConfigs ?? Array.Empty<AuthConfig>()).ToDictionary(auth => auth.ServerAddress);
        all["X-Registry-Config"] = Encoded(byServer);
        var call = new ApiCall(HttpMethod.Post, "build")
        {
            Query = Require.Value(parameters, nameof(parameters)),
            Tar = Require.Value(contents, nameof(contents)),
            Headers = all,
        };
        return _client.MonitorAsync(call, Require.Value(progress, nameof(progress)), cancellationToken);
    }

    public Task CreateImageAsync(
        ImagesCreateParameters parameters, AuthConfig? authConfig, IProgress<JSONMessage> progress, CancellationToken cancellationToken) =>
        CreateImageAsync(parameters, null, authConfig, progress, cancellationToken);

    public Task CreateImageAsync(
        ImagesCreateParameters parameters,
        Stream? imageStream,
        AuthConfig? authConfig,
        IProgress<JSONMessage> progress,
        CancellationToken cancellationToken)
    {
        Require.Value(parameters, nameof(parameters));
        if (imageStream is not null)
        {
            parameters.FromSrc = "-";
        }

        var call = new ApiCall(HttpMethod.Post, "images/create") { Query = parameters, Tar = imageStream, Headers = AuthHeader(authConfig) };
        return _client.MonitorAsync(call, Require.Value(progress, nameof(progress)), cancellationToken);
    }

    public Task<ImageInspectResponse> InspectImageAsync(string name, CancellationToken cancellationToken) =>
        _client.SendAsync<ImageInspectResponse>(Call(HttpMethod.Get, name, "/json"), cancellationToken);

    public async Task<IList<ImageHistoryResponse>> GetImageHistoryAsync(string name, CancellationToken cancellationToken) =>
        await _client.SendAsync<ImageHistoryResponse[]>(Call(HttpMethod.Get, name, "/history"), cancellationToken).ConfigureAwait(false);

    public Task PushImageAsync(
        string name, ImagePushParameters parameters, AuthConfig? authConfig, IProgress<JSONMessage> progress, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, "images/" + Require.Text(name, nameof(name)) + "/push")
        {
            Query = Require.Value(parameters, nameof(parameters)),
            Headers = AuthHeader(authConfig),
        };
        return _client.MonitorAsync(call, Require.Value(progress, nameof(progress)), cancellationToken);
    }

    public Task TagImageAsync(string name, ImageTagParameters parameters, CancellationToken cancellationToken) =>
        _client.SendAsync(Call(HttpMethod.Post, name, "/tag", Require.Value(parameters, nameof(parameters))), cancellationToken);

    public async Task<IList<IDictionary<string, string>>> DeleteImageAsync(
        string name, ImageDeleteParameters parameters, CancellationToken cancellationToken) =>
        await _client.SendAsync<Dictionary<string, string>[]>(
            Call(HttpMethod.Delete, name, "", Require.Value(parameters, nameof(parameters))), cancellationToken).ConfigureAwait(false);

    public Task<Stream> SaveImageAsync(string name, CancellationToken cancellationToken) =>
        SaveImagesAsync(new[] { Require.Text(name, nameof(name)) }, cancellationToken);

    public Task<Stream> SaveImagesAsync(string[] names, CancellationToken cancellationToken) => _client.OpenAsync(
        new ApiCall(HttpMethod.Get, "images/get")
        {
            ExtraQuery = Require.Value(names, nameof(names)).Select(name => new KeyValuePair<string, string>("names", name)),
            NotFound = NoImage,
        },
        cancellationToken);

    public Task LoadImageAsync(
        ImageLoadParameters parameters, Stream imageStream, IProgress<JSONMessage> progress, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, "images/load")
        {
            Query = Require.Value(parameters, nameof(parameters)),
            Tar = Require.Value(imageStream, nameof(imageStream)),
        };
        return _client.MonitorAsync(call, Require.Value(progress, nameof(progress)), cancellationToken);
    }

    private static ApiCall Call(HttpMethod method, string name, string rest, object? query = null) =>
        new(method, "images/" + Require.Text(name, nameof(name)) + rest) { Query = query, NotFound = NoImage };

    private static Dictionary<string, string> AuthHeader(AuthConfig? auth) => new() { ["X-Registry-Auth"] = Encoded(auth ?? new AuthConfig()) };

    // The engine decodes both headers as base64url with padding.
    private static string Encoded(object value) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(DockerJson.Serialize(value))).Replace('+', '-').Replace('/', '_');
}
