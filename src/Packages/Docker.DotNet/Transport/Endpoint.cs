using System;
using Microsoft.Net.Http.Client;

namespace Docker.DotNet.Transport;

/// <summary>From an endpoint's URI to the base of request URIs and the handler that reaches it.</summary>
internal static class Endpoint
{
    // Sockets and pipes have no host; HTTP/1.1 wants one in every request.
    private static readonly Uri NoHost = new("http://localhost/");

    public static (Uri Base, ManagedHandler Handler) Resolve(DockerClientConfiguration configuration)
    {
        var uri = configuration.EndpointBaseUri;
        var tls = configuration.Credentials.IsTlsCredentials();
        switch (uri.Scheme.ToLowerInvariant())
        {
            case "unix":
                var path = uri.LocalPath;
                return (NoHost, new ManagedHandler(async (_, _, token) =>
                    await SocketStream.ConnectUnixAsync(path, token).ConfigureAwait(false)));
            case "npipe":
                return (NoHost, Pipe(uri, configuration.NamedPipeConnectTimeout, tls));
            case "tcp" or "http":
                return (new UriBuilder(uri) { Scheme = tls ? "https" : "http" }.Uri, new ManagedHandler());
            case "https":
                return (uri, new ManagedHandler());
            default:
                throw new NotSupportedException($"Unknown URL scheme {uri.Scheme} in {uri}: unix, npipe, tcp, http or https.");
        }
    }

    private static ManagedHandler Pipe(Uri uri, TimeSpan timeout, bool tls)
    {
        if (tls)
        {
            throw new NotSupportedException("TLS not supported over npipe");
        }

        if (uri.Segments.Length != 3 || !uri.Segments[1].Equals("pipe/", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"{uri} is not a named pipe: npipe://./pipe/NAME.");
        }

        // Uri reads the "." of npipe://./pipe/x as a host of its own, and "localhost" is no name a pipe knows.
        var server = uri.Host.Length == 0 || uri.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "." : uri.Host;
        var name = uri.Segments[2];
        return new ManagedHandler(async (_, _, token) =>
            await PipeStream.ConnectAsync(server, name, timeout, token).ConfigureAwait(false));
    }
}
