using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet.Transport;
using Docker.DotNet.Wire;

namespace Docker.DotNet;

/// <summary>A client of one Docker engine.</summary>
public sealed class DockerClient : IDockerClient
{
    private readonly HttpMessageInvoker _http;
    private readonly Uri _baseUri;
    private readonly Version? _apiVersion;

    internal DockerClient(DockerClientConfiguration configuration, Version? requestedApiVersion)
    {
        Configuration = configuration;
        DefaultTimeout = configuration.DefaultTimeout;
        _apiVersion = requestedApiVersion;
        (_baseUri, var handler) = Endpoint.Resolve(configuration);
        _http = new HttpMessageInvoker(configuration.Credentials.GetHandler(handler), disposeHandler: true);
        Containers = new ContainerOperations(this);
        Images = new ImageOperations(this);
        Networks = new NetworkOperations(this);
        Volumes = new VolumeOperations(this);
        System = new SystemOperations(this);
        Exec = new ExecOperations(this);
    }

    /// <inheritdoc/>
    public DockerClientConfiguration Configuration { get; }

    /// <inheritdoc/>
    public TimeSpan DefaultTimeout { get; set; }

    /// <inheritdoc/>
    public IContainerOperations Containers { get; }

    /// <inheritdoc/>
    public IImageOperations Images { get; }

    /// <inheritdoc/>
    public INetworkOperations Networks { get; }

    /// <inheritdoc/>
    public IVolumeOperations Volumes { get; }

    /// <inheritdoc/>
    public ISystemOperations System { get; }

    /// <inheritdoc/>
    public IExecOperations Exec { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        Configuration.Dispose();
    }

    /// <summary>Sends, and reads the whole answer, within <see cref="DefaultTimeout"/> unless the call says it waits.</summary>
    internal async Task<ApiAnswer> SendAsync(ApiCall call, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!call.Waits && DefaultTimeout != Timeout.InfiniteTimeSpan)
        {
            deadline.CancelAfter(DefaultTimeout);
        }

        using var response = await ExchangeAsync(call, deadline.Token).ConfigureAwait(false);
        return new ApiAnswer(response.StatusCode, await ReadTextAsync(response, deadline.Token).ConfigureAwait(false));
    }

    /// <summary>Sends, and returns the answer's JSON as <typeparamref name="T"/>.</summary>
    internal async Task<T> SendAsync<T>(ApiCall call, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(call, cancellationToken).ConfigureAwait(false);
        return DockerJson.Deserialize<T>(answer.Body);
    }

    /// <summary>Sends, and returns the body as it arrives. Disposing the stream ends the connection.</summary>
    internal async Task<Stream> OpenAsync(ApiCall call, CancellationToken cancellationToken)
    {
        var response = await ExchangeAsync(call, cancellationToken).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
    }

    /// <summary>Sends, and reports each JSON value of the answer as it arrives.</summary>
    internal async Task MonitorAsync<T>(ApiCall call, IProgress<T> progress, CancellationToken cancellationToken)
    {
        using var stream = await OpenAsync(call, cancellationToken).ConfigureAwait(false);
        await MessageStream.ReadAsync(stream, progress, cancellationToken).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> ExchangeAsync(ApiCall call, CancellationToken cancellationToken)
    {
        // Not disposed: that would dispose the caller's upload stream with it.
        var request = call.ToRequest(_baseUri, _apiVersion);
        foreach (var header in Configuration.DefaultHttpRequestHeaders)
        {
            request.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is >= HttpStatusCode.SwitchingProtocols and < HttpStatusCode.BadRequest)
        {
            return response;
        }

        using (response)
        {
            var body = await ReadTextAsync(response, cancellationToken).ConfigureAwait(false);
            throw call.ErrorFor(response.StatusCode, body);
        }
    }

    private static async Task<string> ReadTextAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        using var text = new MemoryStream();
        await stream.CopyToAsync(text, 16 * 1024, cancellationToken).ConfigureAwait(false);
        return global::System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }
}
