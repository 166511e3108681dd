using System;
using System.Linq;

namespace EcsTools.Images.Engine;

/// <summary>A possible address of a Docker engine, and where that address came from.</summary>
/// <param name="Host">The address in Docker's form: unix:///var/run/docker.sock, npipe:////./pipe/docker_engine, tcp://host:2376.</param>
/// <param name="Source">Where the address came from, for messages: "DOCKER_HOST", "the Docker context 'x'", "the default socket".</param>
/// <param name="Tls">The certificates for a TLS connection; otherwise null.</param>
internal sealed record DockerEndpoint(string Host, string Source, DockerTls? Tls = null)
{
    /// <summary>The path of a Unix socket, or null.</summary>
    public string? SocketPath => Host.StartsWith("unix://", StringComparison.Ordinal) ? Host.Substring("unix://".Length) : null;

    /// <summary>
    /// Converts Docker's form to the URI that the client needs. Throws <see cref="EcsToolsException"/> for a form that the client does not support.
    /// </summary>
    public Uri ToUri()
    {
        if (SocketPath is { } path)
        {
            return new Uri("unix://" + string.Join("/", path.Split('/').Select(Uri.EscapeDataString)));
        }

        if (Host.StartsWith("npipe:", StringComparison.OrdinalIgnoreCase))
        {
            // Docker writes npipe:////./pipe/name. In a URI, the dot is the host.
            return new Uri("npipe://" + Host.Substring("npipe:".Length).Replace('\\', '/').TrimStart('/'));
        }

        // Docker also accepts host:port without a scheme.
        var text = Host.Contains("://") ? Host : "tcp://" + Host;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("tcp" or "http" or "https"))
        {
            throw DockerErrors.UnsupportedEndpoint(this);
        }

        return uri.Port > 0 ? uri : new UriBuilder(uri) { Port = Tls is null ? 2375 : 2376 }.Uri;
    }
}

/// <summary>The TLS settings for an engine.</summary>
/// <param name="Folder">A folder with ca.pem, cert.pem and key.pem. Each file is optional.</param>
/// <param name="Verify">False accepts any certificate of the engine.</param>
internal sealed record DockerTls(string? Folder, bool Verify);
