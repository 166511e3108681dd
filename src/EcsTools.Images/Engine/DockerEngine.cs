using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;
using Docker.DotNet.Models;
using EcsTools.DockerTransport;
using Version = System.Version;

namespace EcsTools.Images.Engine;

/// <summary>A Docker engine that answers. It is found in the same way as by Docker's own tools.</summary>
internal sealed class DockerEngine : IDisposable
{
    // The newest API version that this code was written for, and the oldest engine that is supported (Docker 19.03).
    private static readonly Version NewestKnown = new(1, 47);
    private static readonly Version OldestKnown = new(1, 40);
    private static readonly TimeSpan PipeTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(15);

    /// <summary>An engine runs programs to find its own version, which takes longer than many a push. So its answer is reused for this time.</summary>
    private static readonly ConcurrentDictionary<DockerEndpoint, (VersionResponse Version, DateTime At)> Versions = new();

    private static readonly TimeSpan VersionIsGoodFor = TimeSpan.FromMinutes(5);

    private DockerEngine(DockerEndpoint endpoint, IDockerClient client, Version apiVersion, VersionResponse version, HostEnvironment environment)
    {
        Location = endpoint;
        Client = client;
        Environment = environment;
        ApiVersion = apiVersion.ToString(2);
        ServerVersion = version.Version ?? "";
        OperatingSystem = version.Os ?? "";
        Architecture = version.Arch ?? "";
        IsPodman = version.Components is { Count: > 0 } parts && parts[0].Name?.StartsWith("Podman", StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>The engine's address, such as <c>unix:///var/run/docker.sock</c>.</summary>
    public string Endpoint => Location.Host;

    /// <summary>Where that address came from: <c>DOCKER_HOST</c>, a Docker context, or the default socket.</summary>
    public string Source => Location.Source;

    /// <summary>The API version that client and engine use.</summary>
    public string ApiVersion { get; }

    /// <summary>The engine's own version.</summary>
    public string ServerVersion { get; }

    /// <summary>The operating system of its containers: <c>linux</c> or <c>windows</c>.</summary>
    public string OperatingSystem { get; }

    /// <summary>Its processor, in Go's names: <c>amd64</c>, <c>arm64</c>.</summary>
    public string Architecture { get; }

    internal IDockerClient Client { get; }

    internal DockerEndpoint Location { get; }

    /// <summary>The environment in which it was found.</summary>
    internal HostEnvironment Environment { get; }

    /// <summary>Podman's engine has Docker's API but its own builder.</summary>
    internal bool IsPodman { get; }

    /// <summary>Finds the engine and selects an API version.</summary>
    /// <exception cref="EcsToolsException">
    /// DockerNotInstalled, DockerNotRunning, DockerPermissionDenied, DockerTlsFailed, DockerContextNotFound, DockerEndpointUnsupported,
    /// DockerCertificatesUnusable, DockerConfigUnreadable or DockerVersionUnsupported.
    /// </exception>
    public static Task<DockerEngine> ConnectAsync(CancellationToken cancellationToken) =>
        ConnectAsync(HostEnvironment.Current, cancellationToken);

    internal static async Task<DockerEngine> ConnectAsync(HostEnvironment environment, CancellationToken cancellationToken)
    {
        var tried = new List<(DockerEndpoint, Exception)>();
        foreach (var endpoint in DockerEndpoints.Find(environment))
        {
            try
            {
                return await ConnectAsync(endpoint, environment, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is DockerApiException || DockerErrors.IsConnectionFailure(e, cancellationToken))
            {
                tried.Add((endpoint, e));
            }
        }

        throw DockerErrors.Unreachable(tried, environment);
    }

    /// <inheritdoc/>
    public void Dispose() => Client.Dispose();

    private static async Task<DockerEngine> ConnectAsync(DockerEndpoint endpoint, HostEnvironment environment, CancellationToken cancellationToken)
    {
        var version = await AskVersionAsync(endpoint, cancellationToken).ConfigureAwait(false);
        var agreed = Agree(version, endpoint);
        return new DockerEngine(endpoint, CreateClient(endpoint, agreed), agreed, version, environment);
    }

    private static async Task<VersionResponse> AskVersionAsync(DockerEndpoint endpoint, CancellationToken cancellationToken)
    {
        // Every engine answers a path without a version. The client's own ping hides the headers that would give the same information.
        using var client = CreateClient(endpoint, null);
        client.DefaultTimeout = AnswerTimeout;
        if (Versions.TryGetValue(endpoint, out var known) && DateTime.UtcNow - known.At < VersionIsGoodFor)
        {
            // This checks each time that the engine still answers.
            await client.System.PingAsync(cancellationToken).ConfigureAwait(false);
            return known.Version;
        }

        var version = await client.System.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        Versions[endpoint] = (version, DateTime.UtcNow);
        return version;
    }

    private static DockerClient CreateClient(DockerEndpoint endpoint, Version? apiVersion) => EngineClient.Create(
        endpoint.ToUri(),
        apiVersion,
        endpoint.Tls is null ? null : new TlsCredentials(endpoint, endpoint.Tls),
        pipeTimeout: PipeTimeout);

    private static Version Agree(VersionResponse version, DockerEndpoint endpoint)
    {
        if (!Version.TryParse(version.APIVersion, out var newest) || newest < OldestKnown)
        {
            throw new EcsToolsException(
                ErrorCodes.DockerVersionUnsupported,
                $"The Docker engine {version.Version} at {endpoint.Host} has version {version.APIVersion} of the API; EcsTools needs {OldestKnown} or newer.",
                "Update Docker to 19.03 or newer.",
                target: endpoint.Host);
        }

        var agreed = newest < NewestKnown ? newest : NewestKnown;
        return Version.TryParse(version.MinAPIVersion, out var least) && least > agreed ? least : agreed;
    }
}
