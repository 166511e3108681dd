using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Docker.DotNet;

namespace EcsTools.DockerTransport;

/// <summary>
/// Creates Docker.DotNet clients that connect to their engine through the code in this folder. Docker.DotNet has its own sockets and pipes. With
/// them, the answer of an engine that refuses a build is lost, an answer that breaks off can hang for ever, and a proxy for web pages is used.
/// </summary>
internal static class EngineClient
{
    /// <summary>Docker's default for the time that one call may take.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(100);

    /// <summary>Creates a client.</summary>
    /// <param name="endpoint">Address of the engine: <c>unix:</c>, <c>npipe:</c>, <c>tcp:</c>, <c>http:</c> or <c>https:</c>.</param>
    /// <param name="apiVersion">The version of the API to use; null for the engine's own version.</param>
    /// <param name="secure">Adds TLS to a connection; null for none. <c>https:</c> always uses TLS.</param>
    /// <param name="timeout">How long a call may take unless it waits for something; 100 seconds by default.</param>
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

/// <summary>Adds TLS to connections to an engine.</summary>
internal interface ITlsLayer : IDisposable
{
    /// <summary>Performs the handshake. The returned stream owns <paramref name="plain"/>.</summary>
    Task<Stream> SecureAsync(Stream plain, string host, CancellationToken cancellationToken);
}
