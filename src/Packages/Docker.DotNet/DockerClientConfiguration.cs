using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace Docker.DotNet;

/// <summary>Where an engine is and how to reach it.</summary>
public class DockerClientConfiguration : IDisposable
{
    /// <summary>The engine at this operating system's default endpoint.</summary>
    public DockerClientConfiguration(
        Credentials? credentials = null,
        TimeSpan defaultTimeout = default,
        TimeSpan namedPipeConnectTimeout = default,
        IReadOnlyDictionary<string, string>? defaultHttpRequestHeaders = null)
        : this(LocalEndpoint(), credentials, defaultTimeout, namedPipeConnectTimeout, defaultHttpRequestHeaders)
    {
    }

    /// <summary>The engine at <paramref name="endpoint"/>: unix, npipe, tcp, http or https.</summary>
    /// <param name="endpoint">For instance unix:///var/run/docker.sock or npipe://./pipe/docker_engine.</param>
    /// <param name="credentials">None when null.</param>
    /// <param name="defaultTimeout">For calls that do not stream; 100 seconds when default.</param>
    /// <param name="namedPipeConnectTimeout">100 milliseconds when default.</param>
    /// <param name="defaultHttpRequestHeaders">Sent with every request.</param>
    public DockerClientConfiguration(
        Uri endpoint,
        Credentials? credentials = null,
        TimeSpan defaultTimeout = default,
        TimeSpan namedPipeConnectTimeout = default,
        IReadOnlyDictionary<string, string>? defaultHttpRequestHeaders = null)
    {
        EndpointBaseUri = endpoint ?? throw new ArgumentNullException(nameof(endpoint));
        if (defaultTimeout < Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentException("The default timeout is negative.", nameof(defaultTimeout));
        }

        Credentials = credentials ?? new AnonymousCredentials();
        DefaultTimeout = defaultTimeout == default ? TimeSpan.FromSeconds(100) : defaultTimeout;
        NamedPipeConnectTimeout = namedPipeConnectTimeout == default ? TimeSpan.FromMilliseconds(100) : namedPipeConnectTimeout;
        DefaultHttpRequestHeaders = defaultHttpRequestHeaders ?? new Dictionary<string, string>();
    }

    /// <summary>Sent with every request.</summary>
    public IReadOnlyDictionary<string, string> DefaultHttpRequestHeaders { get; }

    /// <summary>The endpoint as given.</summary>
    public Uri EndpointBaseUri { get; }

    /// <summary>The credentials; never null.</summary>
    public Credentials Credentials { get; }

    /// <summary>Timeout of calls that do not stream.</summary>
    public TimeSpan DefaultTimeout { get; }

    /// <summary>How long to wait for a busy named pipe.</summary>
    public TimeSpan NamedPipeConnectTimeout { get; }

    /// <summary>A client; nothing is sent yet.</summary>
    /// <param name="requestedApiVersion">The API version named in every path; the engine's newest when null.</param>
    public DockerClient CreateClient(Version? requestedApiVersion = null) => new(this, requestedApiVersion);

    /// <inheritdoc/>
    public void Dispose()
    {
        Credentials.Dispose();
        GC.SuppressFinalize(this);
    }

    private static Uri LocalEndpoint() => new(RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? "npipe://./pipe/docker_engine"
        : "unix:///var/run/docker.sock");
}
