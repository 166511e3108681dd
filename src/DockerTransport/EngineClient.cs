using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;

namespace EcsTools.DockerTransport;

/// <summary>
/// Creates clients of Docker.DotNet that reach their engine through this folder's code. Docker.DotNet has its own sockets and pipes, but with them
/// an engine that refuses a build is not heard, an answer that breaks off can hang for ever, and a proxy meant for web pages is used.
/// </summary>
internal static class EngineClient
{
    /// <summary>Docker's default for the time that one call may take.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(100);

    /// <summary>Creates a client.</summary>
    /// <param name="endpoint">Address of the engine: <c>unix:</c>, <c>npipe:</c>, <c>tcp:</c>, <c>http:</c> or <c>https:</c>.</param>
    /// <param name="apiVersion">Version of the API to ask for, or null for the engine's own.</param>
    /// <param name="secure">Puts TLS over a connection, or null for none. <c>https:</c> has TLS without it.</param>
    /// <param name="timeout">How long a call may take that does not wait for something; 100 seconds by default.</param>
    /// <param name="pipeTimeout">How long to wait for a named pipe that is busy; 2 seconds by default.</param>
    /// <exception cref="NotSupportedException">The endpoint has another scheme.</exception>
    public static DockerClient Create(
        Uri endpoint, Version? apiVersion = null, ITlsLayer? secure = null, TimeSpan? timeout = null, TimeSpan? pipeTimeout = null)
    {
        var connector = EngineConnector.For(endpoint, secure, pipeTimeout ?? TimeSpan.FromSeconds(2));
        return new DockerClientConfiguration(
            connector.BaseAddress, new TransportCredentials(connector), timeout ?? DefaultTimeout).CreateClient(apiVersion);
    }
}

/// <summary>Puts TLS over connections to an engine.</summary>
internal interface ITlsLayer : IDisposable
{
    /// <summary>Makes the handshake. The returned stream owns <paramref name="plain"/>.</summary>
    Task<Stream> SecureAsync(Stream plain, string host, CancellationToken cancellationToken);
}
